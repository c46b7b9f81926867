import { useQuery } from "@tanstack/react-query";
import { ShieldPlus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { Loaded } from "@/components/ui/loaded";
import { Panel } from "@/components/ui/panel";
import { announce } from "@/lib/announcer";
import { type Role, rolesQuery } from "@/lib/roles";
import { usePageTitle } from "@/lib/use-page-title";
import { useShown } from "@/lib/use-shown";
import { access as t } from "@/texts/access";
import { manage } from "@/texts/manage";
import { useRoleChanges } from "./api";
import { RoleDialog } from "./role-dialog";

/** What the roles permit; the built-in ones are shown, own ones can be changed. */
export function RolesPage() {
  usePageTitle(t.roles);
  const roles = useQuery(rolesQuery);
  const [creating, setCreating] = useState(false);
  const editing = useShown<Role | null>(null);
  const removing = useShown<Role | null>(null);
  const { remove } = useRoleChanges();
  return (
    <Panel
      title={t.roles}
      hint={t.rolesHint}
      actions={
        <Button size="sm" onClick={() => setCreating(true)}>
          <ShieldPlus aria-hidden />
          {t.createRole}
        </Button>
      }
    >
      <Loaded query={roles} lines={2}>
        {({ items }) => (
          <ul className="divide-y rounded-2xl border bg-card" aria-label={t.roles}>
            {items.map((role) => (
              <Row key={role.id} stored={role} onEdit={() => editing.show(role)} onRemove={() => removing.show(role)} />
            ))}
          </ul>
        )}
      </Loaded>
      <RoleDialog stored={null} open={creating} onClose={() => setCreating(false)} />
      {editing.value && (
        <RoleDialog key={editing.value.id} stored={editing.value} open={editing.open} onClose={editing.hide} />
      )}
      <Confirm
        open={removing.open}
        onOpenChange={(open) => !open && removing.hide()}
        title={t.deleteRoleTitle(removing.value?.name ?? "")}
        hint={t.deleteRoleHint(removing.value?.users ?? 0)}
        action={t.deleteRole}
        onConfirm={() => remove.mutateAsync(removing.value?.id ?? "").then(() => announce(t.roleDeleted))}
      />
    </Panel>
  );
}

function Row({ stored, onEdit, onRemove }: { stored: Role; onEdit: () => void; onRemove: () => void }) {
  const { name, description, permissions, builtIn, editable, users } = stored;
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 px-4 py-3 sm:px-5">
      <div className="min-w-0 basis-56 grow">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium [overflow-wrap:anywhere]">
          <bdi>{name}</bdi>
          {builtIn && <Badge>{t.builtIn}</Badge>}
        </h3>
        {description && (
          <p dir="auto" className="text-sm text-muted-foreground [overflow-wrap:anywhere]">
            {description}
          </p>
        )}
        <p className="text-sm text-muted-foreground">
          {permissions.map((one) => manage.keys.scope[one] ?? one).join(" · ") || t.permitsNothing}
        </p>
        <p className="text-sm text-muted-foreground tabular-nums">{t.holders(users)}</p>
      </div>
      {editable && (
        <div className="flex gap-2">
          <Button variant="outline" size="sm" aria-label={`${manage.common.edit}: ${name}`} onClick={onEdit}>
            {manage.common.edit}
          </Button>
          <Button variant="outline" size="sm" aria-label={`${t.deleteRole}: ${name}`} onClick={onRemove}>
            <Trash2 aria-hidden />
            {t.deleteRole}
          </Button>
        </div>
      )}
    </li>
  );
}
