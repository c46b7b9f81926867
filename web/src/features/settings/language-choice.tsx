import { SelectField } from "@/components/ui/select-field";
import { saveProfile } from "@/lib/profile";
import { useSubmit } from "@/lib/use-submit";
import { LANGUAGES, language } from "@/texts/language";
import { text } from "@/texts/text";

const OPTIONS = Object.entries(LANGUAGES).map(([value, { name }]) => ({ value, label: name }));

export function LanguageChoice() {
  const { run, busy, problem } = useSubmit();
  return (
    <SelectField
      className="mt-5 max-w-96"
      label={text.settings.language}
      hint={text.settings.languageHint}
      error={problem?.message}
      value={language}
      disabled={busy}
      onChange={(event) => void run(() => saveProfile({ locale: event.target.value }))}
      options={OPTIONS}
    />
  );
}
