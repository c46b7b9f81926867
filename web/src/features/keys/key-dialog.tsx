import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Secret } from "@/components/ui/secret";
import { Snippet } from "@/components/ui/snippet";
import { manage } from "@/texts/manage";
import { type ApiKey, exampleModelQuery, type NewKey } from "./api";
import { KeyForm } from "./key-form-fields";
import { snippetsOf } from "./snippets";

type Props = { apiKey: ApiKey | null; open: boolean; onClose: () => void };

/** Makes a key and shows it, once; or changes one. */
export function KeyDialog({ apiKey, open, onClose }: Props) {
  const t = manage.keys;
  const [made, setMade] = useState<NewKey | null>(null);
  const close = () => {
    onClose();
    setMade(null);
  };
  return (
    <Dialog
      wide
      keep
      open={open}
      onOpenChange={(now) => !now && close()}
      title={made ? t.createdTitle : apiKey ? t.editTitle(apiKey.name) : t.createTitle}
    >
      {made ? <Created made={made} onDone={close} /> : <KeyForm apiKey={apiKey} onCreated={setMade} onClose={close} />}
    </Dialog>
  );
}

function Created({ made, onDone }: { made: NewKey; onDone: () => void }) {
  const t = manage.keys;
  const example = useQuery(exampleModelQuery);
  const model = made.models?.[0] ?? example.data ?? "llama3.2";
  return (
    <Secret label={t.key} hint={t.createdHint} copy={t.copy} value={made.key} onDone={onDone}>
      {made.scopes.includes("models.use") && (
        <section className="space-y-3">
          <h3 className="font-semibold">{t.snippets}</h3>
          {snippetsOf(made.key, model).map((snippet) => (
            <Snippet key={snippet.label} {...snippet} />
          ))}
        </section>
      )}
    </Secret>
  );
}
