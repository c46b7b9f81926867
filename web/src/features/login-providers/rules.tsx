import { useQuery } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { SelectField } from "@/components/ui/select-field";
import { isAdministrator, useUser } from "@/lib/permissions";
import { sso } from "@/texts/sso";
import { users } from "@/texts/users";
import { type RoleRule, roleNamesQuery } from "./api";

type Props = { rules: RoleRule[]; error: string | undefined; onChange: (rules: RoleRule[]) => void };

/** Which roles a login gives, by what the provider tells. */
export function Rules({ rules, error, onChange }: Props) {
  const t = sso.admin;
  const may = isAdministrator(useUser());
  const roles = useQuery({ ...roleNamesQuery, enabled: may });
  const put = (index: number, more: Partial<RoleRule>) =>
    onChange(rules.map((rule, at) => (at === index ? { ...rule, ...more } : rule)));
  return (
    <fieldset disabled={!may} className="space-y-3">
      <legend className="text-sm font-medium">{t.rules}</legend>
      <p className="text-sm text-muted-foreground">{may ? t.rulesHint : t.rulesForAdmins}</p>
      {rules.map((rule, index) => (
        <fieldset key={index} aria-label={`${t.rule} ${index + 1}`} className="flex items-end gap-2">
          <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-3">
            <Field
              label={t.claim}
              dir="ltr"
              spellCheck={false}
              autoCapitalize="none"
              value={rule.claim}
              onChange={(event) => put(index, { claim: event.target.value })}
            />
            <Field
              label={t.value}
              dir="ltr"
              spellCheck={false}
              autoCapitalize="none"
              value={rule.value}
              onChange={(event) => put(index, { value: event.target.value })}
            />
            <SelectField
              label={t.role}
              value={rule.role}
              options={options(roles.data ?? ["Admin"], rule.role)}
              onChange={(event) => put(index, { role: event.target.value })}
            />
          </div>
          <IconButton
            label={`${t.removeRule} ${index + 1}`}
            onClick={() => onChange(rules.filter((_, at) => at !== index))}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </fieldset>
      ))}
      {error && <p className="text-sm text-danger">{error}</p>}
      {may && (
        <Button
          variant="outline"
          size="sm"
          onClick={() => onChange([...rules, { claim: "groups", value: "", role: "Admin" }])}
        >
          <Plus aria-hidden />
          {t.addRule}
        </Button>
      )}
    </fieldset>
  );
}

/** A role that is gone stays to be seen where a rule names it. */
const options = (names: string[], named: string) =>
  [...new Set([...names, named])].map((value) => ({ value, label: value === "Admin" ? users.roles.Admin : value }));
