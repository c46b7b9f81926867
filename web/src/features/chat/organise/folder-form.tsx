import { queryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Loaded } from "@/components/ui/loaded";
import { SelectField } from "@/components/ui/select-field";
import { TextAreaField } from "@/components/ui/text-area-field";
import { api, type Page } from "@/lib/http";
import { queryClient } from "@/lib/query-client";
import { useSubmit } from "@/lib/use-submit";
import { organise } from "@/texts/organise";
import { text } from "@/texts/text";
import { type Folder, foldersQuery } from "./lists";
import { ColourChoice, IconChoice } from "./mark-choice";
import { unfold } from "./state";

type Values = Pick<Folder, "name" | "colour" | "icon"> & { systemPrompt: string | null; presetId: string | null };
type Props = { folder: Folder | null; parent: string | null; onClose: () => void };

const EMPTY: Values = { name: "", colour: null, icon: null, systemPrompt: null, presetId: null };
// Not kept: the form begins with what is stored now.
const folderQuery = (id: string) =>
  queryOptions({
    queryKey: ["folders", id],
    queryFn: ({ signal }) => api<Values>(`/folders/${id}`, { signal }),
    gcTime: 0,
  });
const presetsQuery = queryOptions({
  queryKey: ["presets", "names"],
  queryFn: ({ signal }) => api<Page<{ id: string; name: string }>>("/presets", { query: { limit: 200 }, signal }),
  retry: false,
});

/** Makes a folder, or changes one. */
export function FolderForm({ folder, ...props }: Props) {
  const stored = useQuery({ ...folderQuery(folder?.id ?? ""), enabled: folder !== null });
  if (!folder) return <Fields {...props} folder={null} first={EMPTY} />;
  return <Loaded query={stored}>{(values) => <Fields {...props} folder={folder} first={values} />}</Loaded>;
}

function Fields({ folder, parent, first, onClose }: Props & { first: Values }) {
  const [values, setValues] = useState<Values>(first);
  const [missing, setMissing] = useState(false);
  const { run, busy, problem, errorOf } = useSubmit();
  const presets = useQuery(presetsQuery);
  const set = (more: Partial<Values>) => setValues((now) => ({ ...now, ...more }));
  const save = async () => {
    const { name, colour, icon, systemPrompt, presetId } = values;
    setMissing(name.trim() === "");
    if (name.trim() === "") return;
    const fields = { name: name.trim(), colour, icon, systemPrompt: systemPrompt || null, presetId };
    const work = () =>
      folder
        ? api(`/folders/${folder.id}`, { method: "PATCH", body: fields })
        : api("/folders", { method: "POST", body: { ...fields, parentId: parent } });
    if (!(await run(work, folder ? organise.saved : organise.created(name.trim())))) return;
    if (!folder && parent) unfold(parent, true);
    onClose();
    await queryClient.invalidateQueries({ queryKey: foldersQuery.queryKey });
  };
  const options = (presets.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form
      onSubmit={() => void save()}
      onCancel={onClose}
      submit={folder ? text.app.save : organise.create}
      busy={busy}
      problem={problem}
    >
      <Field
        label={organise.name}
        value={values.name}
        maxLength={100}
        onChange={(event) => set({ name: event.target.value })}
        error={missing ? organise.nameMissing : errorOf("name")}
      />
      <ColourChoice label={organise.colour} value={values.colour} onChange={(colour) => set({ colour })} />
      <IconChoice label={organise.icon} value={values.icon} colour={values.colour} onChange={(icon) => set({ icon })} />
      <TextAreaField
        label={organise.systemPrompt}
        hint={organise.systemPromptHint}
        value={values.systemPrompt ?? ""}
        onChange={(event) => set({ systemPrompt: event.target.value })}
        error={errorOf("systemPrompt")}
      />
      {(options.length > 0 || values.presetId) && (
        <SelectField
          label={organise.preset}
          value={values.presetId ?? ""}
          options={[{ value: "", label: organise.noPreset }, ...options]}
          onChange={(event) => set({ presetId: event.target.value || null })}
          error={errorOf("presetId")}
        />
      )}
    </Form>
  );
}
