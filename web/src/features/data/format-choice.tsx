import { RadioList } from "@/components/ui/radio-list";
import { sharing } from "@/texts/sharing";
import type { Format } from "./api";

const t = sharing.exported;
const FORMATS = [
  { value: "json", label: t.json, hint: t.jsonHint },
  { value: "markdown", label: t.markdown, hint: t.markdownHint },
  { value: "html", label: t.html, hint: t.htmlHint },
] as const;

export const nameOf = (format: Format) => FORMATS.find(({ value }) => value === format)?.label ?? format;

export const FormatChoice = ({ chosen, onChange }: { chosen: Format; onChange: (format: Format) => void }) => (
  <RadioList label={t.format} options={FORMATS} chosen={chosen} onChange={onChange} />
);
