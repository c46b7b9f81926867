import { useQuery } from "@tanstack/react-query";
import { CheckList } from "@/components/ui/check-list";
import { may, useUser } from "@/lib/permissions";
import { rolesQuery } from "@/lib/roles";
import { access } from "@/texts/access";
import { ROLES, roleName } from "./user-filters";

type Props = { chosen: string[]; error: string | undefined; onChange: (roles: string[]) => void };

/** All roles of an account. What permits more than one has oneself cannot be given. */
export function RoleChoice({ chosen, error, onChange }: Props) {
  const user = useUser();
  const known =
    useQuery(rolesQuery).data?.items ?? ROLES.map(({ value }) => ({ name: value, permissions: [], description: null }));
  return (
    <CheckList
      label={access.roles}
      options={known.map(({ name, description, permissions }) => ({
        value: name,
        label: <bdi>{roleName(name)}</bdi>,
        hint: description,
        disabled: !permissions.every((one) => may(user, one)) && !chosen.includes(name),
      }))}
      chosen={chosen}
      onChange={onChange}
      error={error}
    />
  );
}
