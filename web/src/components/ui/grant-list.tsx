import { useQuery } from "@tanstack/react-query";
import { Plus, User, Users, X } from "lucide-react";
import { useState } from "react";
import { type Grant, type Grantee, granteesQuery } from "@/lib/grants";
import { may, useUser } from "@/lib/permissions";
import { access as t } from "@/texts/access";
import { Button } from "./button";
import { Typed } from "./typed";

type Props = { grants: Grant[]; error?: string | undefined; onChange: (grants: Grant[]) => void };

/** Users and groups that are allowed or denied something, and a search for more. */
export function GrantList({ grants, error, onChange }: Props) {
  const user = useUser();
  const [wanted, setWanted] = useState("");
  const found = useQuery(granteesQuery(wanted));
  const everybody = may(user, "users.manage") || may(user, "models.manage");
  const others = (wanted && found.data ? found.data : []).filter(({ id }) => grants.every((grant) => grant.id !== id));
  const add = ({ kind, id, name }: Grantee) => {
    onChange([...grants, { kind, id, name, allow: true }]);
    setWanted("");
  };
  return (
    <fieldset data-wrong={error ? "" : undefined} className="min-w-0 space-y-3">
      <legend className="mb-1.5 text-sm font-medium">{t.grantTo}</legend>
      {grants.length === 0 ? (
        <p className="text-sm text-muted-foreground">{t.noGrants}</p>
      ) : (
        <ul aria-label={t.grantTo} className="divide-y rounded-lg border border-input bg-card">
          {grants.map((grant) => (
            <Row
              key={grant.id}
              grant={grant}
              onAllow={(allow) => onChange(grants.map((one) => (one.id === grant.id ? { ...one, allow } : one)))}
              onRemove={() => onChange(grants.filter((one) => one.id !== grant.id))}
            />
          ))}
        </ul>
      )}
      <div>
        <Typed label={t.findGrantee} value={wanted} onChange={(text) => setWanted(text ?? "")} />
        <p className="mt-1.5 text-sm text-muted-foreground">{everybody ? t.findAnyHint : t.findOwnHint}</p>
      </div>
      {wanted && found.data && others.length === 0 && (
        <p role="status" className="text-sm text-muted-foreground">
          {t.nobodyFound}
        </p>
      )}
      {others.length > 0 && (
        <ul className="divide-y rounded-lg border border-input bg-card">
          {others.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                aria-label={t.add(one.name)}
                onClick={() => add(one)}
                className="flex min-h-11 w-full items-center gap-2.5 px-3 py-2 text-start text-sm hover:bg-accent"
              >
                <Sign kind={one.kind} />
                <span className="min-w-0 grow">
                  <bdi className="block truncate font-medium">{one.name}</bdi>
                  {one.detail && <bdi className="block truncate text-muted-foreground">{one.detail}</bdi>}
                </span>
                <Plus aria-hidden className="size-4 shrink-0 text-muted-foreground" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {error && <p className="text-sm text-danger">{error}</p>}
    </fieldset>
  );
}

type RowProps = { grant: Grant; onAllow: (allow: boolean) => void; onRemove: () => void };

function Row({ grant: { kind, name, allow }, onAllow, onRemove }: RowProps) {
  return (
    <li className="flex items-center gap-2.5 px-3 py-1.5 text-sm">
      <Sign kind={kind} />
      <bdi className="min-w-0 grow truncate font-medium">{name}</bdi>
      <select
        aria-label={t.effectFor(name)}
        value={allow ? "allow" : "deny"}
        onChange={(event) => onAllow(event.target.value === "allow")}
        className="h-9 shrink-0 rounded-lg border border-input bg-card px-2 text-sm"
      >
        <option value="allow">{t.allow}</option>
        <option value="deny">{t.deny}</option>
      </select>
      <Button variant="quiet" size="iconSm" aria-label={t.takeAway(name)} onClick={onRemove}>
        <X aria-hidden />
      </Button>
    </li>
  );
}

const Sign = ({ kind }: { kind: Grant["kind"] }) => {
  const Icon = kind === "group" ? Users : User;
  return (
    <Icon
      role="img"
      aria-label={kind === "group" ? t.group : t.user}
      className="size-4 shrink-0 text-muted-foreground"
    />
  );
};
