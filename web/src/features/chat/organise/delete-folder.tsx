import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Form } from "@/components/ui/form";
import { api } from "@/lib/http";
import { offerUndo } from "@/lib/undo";
import { useSubmit } from "@/lib/use-submit";
import { organise } from "@/texts/organise";
import { refresh } from "./actions";
import type { Folder } from "./lists";
import { unfold } from "./state";

/** What becomes of what is in it is asked each time. */
export function DeleteFolder({ folder, onClose }: { folder: Folder; onClose: () => void }) {
  const [contents, setContents] = useState<"keep" | "delete">("keep");
  const { run, busy, problem } = useSubmit();
  const navigate = useNavigate();
  const remove = async () => {
    const work = () => api(`/folders/${folder.id}`, { method: "DELETE", query: { contents } });
    if (!(await run(work, organise.folderDeleted(folder.name)))) return;
    unfold(folder.id, false);
    onClose();
    offerUndo(organise.folderDeleted(folder.name), () =>
      api(`/folders/${folder.id}/restore`, { method: "POST" }).finally(refresh),
    );
    void refresh();
    if (location.search.includes(folder.id)) await navigate({ to: "/" });
  };
  const choices = [
    { value: "keep", label: organise.keepContents, hint: null },
    { value: "delete", label: organise.deleteContents, hint: organise.deleteContentsHint },
  ] as const;
  return (
    <Form
      onSubmit={() => void remove()}
      onCancel={onClose}
      submit={organise.deleteFolder}
      busy={busy}
      problem={problem}
    >
      <fieldset className="space-y-2">
        <legend className="mb-2 text-muted-foreground">{organise.deleteFolderHint}</legend>
        {choices.map(({ value, label, hint }) => (
          <label
            key={value}
            className="flex cursor-pointer gap-3 rounded-xl border px-3.5 py-3 hover:bg-accent has-checked:border-primary"
          >
            <input
              type="radio"
              name="contents"
              checked={contents === value}
              onChange={() => setContents(value)}
              className="mt-1 size-4 shrink-0 accent-primary"
            />
            <span className="min-w-0">
              <span className="block text-sm font-medium">{label}</span>
              {hint && <span className="mt-0.5 block text-sm text-muted-foreground">{hint}</span>}
            </span>
          </label>
        ))}
      </fieldset>
    </Form>
  );
}
