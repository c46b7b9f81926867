import { sharing } from "@/texts/sharing";
import type { Format } from "./api";

const t = sharing.exported;
const FORMATS = [
  { value: "json", label: t.json, hint: t.jsonHint },
  { value: "markdown", label: t.markdown, hint: t.markdownHint },
  { value: "html", label: t.html, hint: t.htmlHint },
] as const;

export const nameOf = (format: Format) => FORMATS.find(({ value }) => value === format)?.label ?? format;

export function FormatChoice({ chosen, onChange }: { chosen: Format; onChange: (format: Format) => void }) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{t.format}</legend>
      <div className="divide-y rounded-lg border border-input bg-card">
        {FORMATS.map(({ value, label, hint }) => (
          <label key={value} className="flex cursor-pointer items-start gap-3 px-3 py-2.5 text-sm hover:bg-accent">
            <input
              type="radio"
              name="format"
              value={value}
              checked={chosen === value}
              onChange={() => onChange(value)}
              className="mt-0.5 size-4 shrink-0 accent-primary"
            />
            <span className="min-w-0">
              <span className="block font-medium">{label}</span>
              <span className="block text-muted-foreground">{hint}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
