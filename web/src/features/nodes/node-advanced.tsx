import { Collapsible } from "@base-ui/react/collapsible";
import { ChevronRight } from "lucide-react";
import { Field } from "@/components/ui/field";
import { SelectField } from "@/components/ui/select-field";
import { TextAreaField } from "@/components/ui/text-area-field";
import { manage } from "@/texts/manage";
import type { Dialect } from "./api";
import { type NodeValues, TIMEOUTS } from "./node-form";

type Props = {
  values: NodeValues;
  set: (more: Partial<NodeValues>) => void;
  error: (field: keyof NodeValues) => string | undefined;
};

const COUNTS = [
  ["weight", manage.nodes.weight, manage.nodes.weightHint],
  ["maxConcurrent", manage.nodes.maxConcurrent, manage.nodes.maxConcurrentHint],
  ["numCtx", manage.nodes.numCtx, manage.nodes.numCtxHint],
] as const;

/** What most nodes can leave as it is. */
export function NodeAdvanced({ values, set, error }: Props) {
  const t = manage.nodes;
  const wrong = (["weight", "maxConcurrent", "numCtx", "labels", "placement", "dialect", ...TIMEOUTS] as const).some(
    error,
  );
  return (
    <Collapsible.Root {...(wrong ? { open: true } : {})}>
      <Collapsible.Trigger className="-ms-2 flex min-h-9 items-center gap-1.5 rounded-lg px-2 text-sm font-medium transition-colors hover:bg-accent [&[data-panel-open]>svg]:rotate-90">
        <ChevronRight aria-hidden className="size-4 text-muted-foreground transition-transform rtl:rotate-180" />
        {t.advanced}
      </Collapsible.Trigger>
      <Collapsible.Panel className="mt-3 space-y-5">
        <div className="grid gap-5 sm:grid-cols-3">
          {COUNTS.map(([field, label, hint]) => (
            <Field
              key={field}
              label={label}
              inputMode="numeric"
              value={values[field]}
              onChange={(event) => set({ [field]: event.target.value })}
              hint={error(field) ? undefined : hint}
              error={error(field)}
            />
          ))}
        </div>
        {values.kind === "openAI" && (
          <SelectField
            label={t.dialect}
            value={values.dialect}
            onChange={(event) => set({ dialect: event.target.value as Dialect })}
            options={Object.entries(t.dialects).map(([value, label]) => ({ value, label }))}
            hint={t.dialectHint}
            error={error("dialect")}
          />
        )}
        <TextAreaField
          label={t.placement}
          value={values.placement}
          onChange={(event) => set({ placement: event.target.value })}
          hint={t.placementHint}
          error={error("placement")}
        />
        <TextAreaField
          label={t.labels}
          value={values.labels}
          onChange={(event) => set({ labels: event.target.value })}
          hint={t.labelsHint}
          error={error("labels")}
        />
        <fieldset>
          <legend className="text-sm font-medium">{t.timeouts}</legend>
          <p className="mt-0.5 mb-3 text-sm text-muted-foreground">{t.timeoutsHint}</p>
          <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
            {TIMEOUTS.map((timeout) => (
              <Field
                key={timeout}
                label={t.timeout[timeout]}
                inputMode="decimal"
                value={values[timeout]}
                onChange={(event) => set({ [timeout]: event.target.value })}
                error={error(timeout)}
              />
            ))}
          </div>
        </fieldset>
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}
