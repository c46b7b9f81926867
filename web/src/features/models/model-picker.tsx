import { ChevronDown } from "lucide-react";
import { cloneElement } from "react";
import { LaterPart, useLaterPart } from "@/lib/on-intent";
import { text } from "@/texts/text";
import { Warnings } from "./badges";
import type { Choice } from "./choice";

const list = new LaterPart(() => import("./model-list"));

/** Chooses the model. */
export function ModelPicker({ choice }: { choice: Choice }) {
  const { models, name, model, missing } = choice;
  const { opened, trigger } = useLaterPart(list);
  if (models.isPending) return <p className="px-2 text-sm text-muted-foreground">{text.models.loading}</p>;
  const button = (
    <button
      type="button"
      className="flex h-9 max-w-full min-w-0 items-center gap-2 rounded-lg px-2.5 text-sm font-medium transition-colors hover:bg-accent data-popup-open:bg-accent"
    >
      <span className="truncate">{name ?? text.models.choose}</span>
      {model && <Warnings model={model} />}
      {missing && <span className="text-xs font-normal text-signal">{text.models.missing}</span>}
      <ChevronDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
    </button>
  );
  if (opened) return <opened.part.ModelList choice={choice} trigger={button} />;
  const closed = {
    role: "combobox",
    "aria-label": text.models.label,
    "aria-haspopup": "listbox",
    "aria-expanded": false,
  };
  return cloneElement(button, { ...trigger, ...closed });
}
