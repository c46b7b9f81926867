import { SelectField } from "@/components/ui/select-field";
import { chooseLanguage, LANGUAGES, type Language, language } from "@/texts/language";
import { text } from "@/texts/text";

const OPTIONS = Object.entries(LANGUAGES).map(([value, { name }]) => ({ value, label: name }));

export const LanguageChoice = () => (
  <SelectField
    className="mt-5 max-w-96"
    label={text.settings.language}
    hint={text.settings.languageHint}
    value={language}
    onChange={(event) => chooseLanguage(event.target.value as Language)}
    options={OPTIONS}
  />
);
