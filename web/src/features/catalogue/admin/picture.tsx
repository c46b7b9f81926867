import { ImageUp, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { api } from "@/lib/http";
import { upload } from "@/lib/upload";
import { useSubmit } from "@/lib/use-submit";
import { catalogue } from "@/texts/catalogue";
import { ModelPicture } from "../model-picture";
import { type ManagedModel, useCatalogueChanges } from "./api";

const PATIENCE = 120_000;

/** Kept at once, apart from the form: a file cannot wait in it. */
export function Picture({ model }: { model: ManagedModel }) {
  const t = catalogue.admin;
  const input = useRef<HTMLInputElement>(null);
  const [pictureId, setPictureId] = useState(model.pictureId);
  const { refresh } = useCatalogueChanges();
  const { run, busy, problem } = useSubmit();
  const path = `/admin/models/${model.id}/picture`;
  const set = (file: File) =>
    run(async () => {
      const signal = AbortSignal.timeout(PATIENCE);
      const { pictureId: id } = await upload<{ pictureId: string }>(path, file, {
        signal,
        onProgress: () => undefined,
      });
      setPictureId(id);
      await refresh();
    }, t.pictureSet);
  const remove = () =>
    run(async () => {
      await api(path, { method: "DELETE" });
      setPictureId(null);
      await refresh();
    }, t.pictureRemoved);
  return (
    <div>
      <div className="flex items-center gap-4">
        <ModelPicture
          name={model.edited.displayName ?? model.name}
          pictureId={pictureId}
          className="size-16 text-2xl"
        />
        <div>
          <div className="flex flex-wrap gap-2">
            <Button variant="outline" size="sm" disabled={busy} onClick={() => input.current?.click()}>
              <ImageUp aria-hidden />
              {pictureId ? t.changePicture : t.setPicture}
            </Button>
            {pictureId && (
              <Button variant="outline" size="sm" disabled={busy} onClick={() => void remove()}>
                <Trash2 aria-hidden />
                {t.removePicture}
              </Button>
            )}
          </div>
          <p className="mt-1.5 text-sm text-muted-foreground">{t.pictureHint}</p>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t.picture}
          accept="image/png,image/jpeg,image/webp,image/gif"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) void set(file);
          }}
        />
      </div>
      {problem && (
        <Notice tone="danger" className="mt-3">
          {problem.message}
        </Notice>
      )}
    </div>
  );
}
