import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Form } from "@/components/ui/form";
import { GrantList } from "@/components/ui/grant-list";
import { Loaded } from "@/components/ui/loaded";
import { RadioList } from "@/components/ui/radio-list";
import { bodyOf, type Grant } from "@/lib/grants";
import { api } from "@/lib/http";
import { useSubmit } from "@/lib/use-submit";
import { access as t } from "@/texts/access";
import { text } from "@/texts/text";

type Props = { model: string; open: boolean; onClose: () => void };
type ModelGrants = { grantedOnly: boolean; grants: Grant[] };

const GRANTS = "/admin/model-grants";
const grantsQuery = (model: string) =>
  queryOptions({
    queryKey: ["admin", "model-grants", model],
    queryFn: ({ signal }) => api<ModelGrants>(GRANTS, { query: { model }, signal }),
    // What is edited stays as it was opened.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** Who may use a model. */
export function GrantsDialog({ model, open, onClose }: Props) {
  return (
    <Dialog keep open={open} onOpenChange={(now) => !now && onClose()} title={t.grantsTitle(model)}>
      <Stored model={model} onClose={onClose} />
    </Dialog>
  );
}

function Stored({ model, onClose }: Omit<Props, "open">) {
  const query = useQuery(grantsQuery(model));
  return (
    <Loaded query={query} lines={2}>
      {(stored) => <GrantsForm model={model} stored={stored} onClose={onClose} />}
    </Loaded>
  );
}

function GrantsForm({ model, stored, onClose }: Omit<Props, "open"> & { stored: ModelGrants }) {
  const [grantedOnly, setGrantedOnly] = useState(stored.grantedOnly);
  const [grants, setGrants] = useState(stored.grants);
  const queries = useQueryClient();
  const put = useMutation({
    mutationFn: () => api(GRANTS, { method: "PUT", body: { model, grantedOnly, grants: bodyOf(grants) } }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ["models"] });
      return queries.invalidateQueries({ queryKey: ["admin", "model-grants", model] });
    },
  });
  const { run, busy, problem, errorOf } = useSubmit();
  const submit = async () => {
    if (await run(() => put.mutateAsync(), t.grantsSaved)) onClose();
  };
  return (
    <Form onSubmit={() => void submit()} onCancel={onClose} submit={text.app.save} busy={busy} problem={problem}>
      <RadioList
        label={t.grants}
        options={[
          { value: "everybody", label: t.everybody, hint: t.everybodyHint },
          { value: "granted", label: t.grantedOnly, hint: t.grantedOnlyHint },
        ]}
        chosen={grantedOnly ? "granted" : "everybody"}
        onChange={(chosen) => setGrantedOnly(chosen === "granted")}
      />
      <GrantList grants={grants} onChange={setGrants} error={errorOf("grants")} />
      <p className="text-sm text-muted-foreground">{t.grantsHint}</p>
    </Form>
  );
}
