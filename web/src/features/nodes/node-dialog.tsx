import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SelectField } from "@/components/ui/select-field";
import { Switch } from "@/components/ui/switch";
import { useSubmit } from "@/lib/use-submit";
import { manage } from "@/texts/manage";
import { text } from "@/texts/text";
import { type InferenceNode, type NodeKind, testNode, useNodeChanges } from "./api";
import { ConnectionTest, useConnectionTest } from "./connection-test";
import { NodeAdvanced } from "./node-advanced";
import { bodyOf, check, losesKey, type NodeErrors, valuesOf } from "./node-form";

type Props = { node: InferenceNode | null; open: boolean; onClose: () => void };

/** Adds a node, or changes one; `node` is null for a new one. */
export function NodeDialog({ node, open, onClose }: Props) {
  const t = manage.nodes;
  return (
    <Dialog
      wide
      keep
      open={open}
      onOpenChange={(now) => !now && onClose()}
      title={node ? t.editTitle(node.name) : t.addTitle}
    >
      <NodeForm node={node} onClose={onClose} />
    </Dialog>
  );
}

const KINDS: NodeKind[] = ["ollama", "openAI", "embedded"];

function NodeForm({ node, onClose }: Omit<Props, "open">) {
  const t = manage.nodes;
  const [values, setValues] = useState(() => valuesOf(node));
  const [wrong, setWrong] = useState<NodeErrors>({});
  const { run, busy, problem, errorOf } = useSubmit();
  const { add, change, probe } = useNodeChanges();
  const test = useConnectionTest();
  const announced = node?.source === "announced";
  const set = (more: Partial<typeof values>) => {
    setValues({ ...values, ...more });
    setWrong(Object.fromEntries(Object.entries(wrong).filter(([name]) => !(name in more))));
    if ("url" in more || "kind" in more || "apiKey" in more) test.forget();
  };
  const error = (field: keyof typeof values) => wrong[field] ?? errorOf(field);
  const save = async () => {
    const found = check(values);
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    const body = bodyOf(values, node);
    const saved = await run(
      () => (node ? change.mutateAsync({ id: node.id, revision: node.revision, ...body }) : add.mutateAsync(body)),
      node ? t.saved : t.added,
    );
    if (saved) onClose();
  };
  const tryIt = () => {
    const { url } = check(values);
    setWrong({ ...wrong, ...(url ? { url } : {}) });
    if (url) return;
    const [at, key] = [values.url.trim(), values.apiKey.trim()];
    // The stored key cannot be read: with it only the server itself can ask.
    if (node?.hasApiKey && !key && at === node.url) void test.run(() => probe.mutateAsync(node.id));
    else void test.run(() => testNode({ kind: values.kind, url: at || null, ...(key ? { apiKey: key } : {}) }));
  };
  return (
    <Form
      onSubmit={() => void save()}
      onCancel={onClose}
      submit={node ? text.app.save : manage.common.add}
      busy={busy}
      problem={problem && Object.keys(problem.fieldErrors).length > 0 ? null : problem}
      extra={
        <Button variant="outline" disabled={test.busy} onClick={tryIt}>
          {test.busy ? t.testing : t.test}
        </Button>
      }
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          label={t.kind}
          value={values.kind}
          disabled={node !== null}
          onChange={(event) => set({ kind: event.target.value as NodeKind })}
          options={(node ? [node.kind] : KINDS).map((kind) => ({ value: kind, label: t.kinds[kind] ?? kind }))}
          hint={error("kind") ? undefined : t.kindHints[values.kind]}
          error={error("kind")}
        />
        <Field
          label={t.name}
          value={values.name}
          disabled={announced}
          onChange={(event) => set({ name: event.target.value })}
          autoCapitalize="none"
          spellCheck={false}
          hint={error("name") ? undefined : announced ? t.ownWords : t.nameHint}
          error={error("name")}
        />
      </div>
      {values.kind !== "embedded" && (
        <>
          <Field
            label={t.url}
            type="url"
            value={values.url}
            disabled={announced}
            onChange={(event) => set({ url: event.target.value })}
            autoCapitalize="none"
            spellCheck={false}
            hint={error("url") ? undefined : announced ? t.ownWords : t.urlHint[values.kind]}
            error={error("url")}
          />
          <Field
            label={t.apiKey}
            type="password"
            autoComplete="off"
            value={values.apiKey}
            onChange={(event) => set({ apiKey: event.target.value, dropKey: false })}
            hint={losesKey(values, node) ? t.keyLost : node?.hasApiKey ? t.apiKeyKept : t.apiKeyHint}
            error={error("apiKey")}
          />
          {node?.hasApiKey && !values.apiKey && (
            <Switch label={t.removeKey} checked={values.dropKey} onChange={(dropKey) => set({ dropKey })} />
          )}
          <SelectField
            label={t.dataLeaves}
            value={values.dataLeavesSite}
            onChange={(event) => set({ dataLeavesSite: event.target.value as typeof values.dataLeavesSite })}
            options={Object.entries(t.leavesChoices).map(([value, label]) => ({ value, label }))}
            hint={t.dataLeavesHint}
            error={error("dataLeavesSite")}
          />
        </>
      )}
      <NodeAdvanced values={values} set={set} error={error} />
      <ConnectionTest test={test} />
    </Form>
  );
}
