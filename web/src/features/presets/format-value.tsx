import { useState } from "react";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/text-area-field";
import { presets } from "@/texts/presets";
import type { Options } from "./api";
import { ChoiceValue, otherwiseOf } from "./choice-value";
import { readSchema } from "./schema";
import { show } from "./values";

type Kind = "text" | "json" | "schema";
type Props = {
  value: Options["format"];
  inherited?: Options | undefined;
  onChange: (value: Options["format"]) => void;
  /** A schema that cannot be read must not be saved. */
  onError: (error: string | null) => void;
  readOnly?: boolean;
};

const EXAMPLE = { type: "object", properties: { answer: { type: "string" } }, required: ["answer"] };
const KINDS = (["text", "json", "schema"] as const).map((value) => ({ value, label: presets.formats[value] }));

/** Text, JSON, or JSON that fits a schema, which is checked while it is written. */
export function FormatValue({ value, inherited, onChange, onError, readOnly = false }: Props) {
  const kind: Kind | null = value == null ? null : typeof value === "object" ? "schema" : (value as Kind);
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? (kind === "schema" ? JSON.stringify(value, null, 2) : "");
  const read = kind === "schema" ? readSchema(text) : null;
  const choose = (next: Kind | null) => {
    setDraft(null);
    onError(null);
    onChange(
      next === "schema"
        ? typeof inherited?.format === "object" && inherited.format
          ? inherited.format
          : EXAMPLE
        : next,
    );
  };
  const write = (next: string) => {
    setDraft(next);
    const found = readSchema(next);
    onError("error" in found ? found.error : null);
    if ("schema" in found) onChange(found.schema);
  };
  return (
    <>
      <ChoiceValue
        label={presets.option.format ?? ""}
        hint={presets.about.format ?? ""}
        options={KINDS}
        value={kind}
        start="json"
        otherwise={otherwiseOf(inherited?.format == null ? null : show("format", inherited.format))}
        onChange={choose}
        readOnly={readOnly}
      />
      {kind === "schema" && (
        <div className="pb-3">
          <TextAreaField
            label={presets.schema}
            rows={8}
            value={text}
            readOnly={readOnly}
            error={read && "error" in read ? read.error : undefined}
            hint={presets.schemaHint}
            onChange={(event) => write(event.target.value)}
          />
          {!readOnly && (
            <Button
              variant="outline"
              size="sm"
              className="mt-2"
              disabled={!read || "error" in read}
              onClick={() => setDraft(null)}
            >
              {presets.tidy}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
