import type { ReactNode } from "react";
import { organise } from "@/texts/organise";
import { COLOURS, colourOf, FolderMark, ICONS } from "./folder-mark";

type ChoiceProps = { label: string; value: string | null; onChange: (value: string | null) => void };

export const ColourChoice = ({ label, value, onChange }: ChoiceProps) => (
  <Choice
    label={label}
    value={value}
    onChange={onChange}
    options={[null, ...COLOURS].map((colour) => ({
      value: colour,
      name: colour ? (organise.colours[colour] ?? colour) : organise.noColour,
      mark: (
        <span
          className="size-5 rounded-full border border-input"
          style={{ backgroundColor: colourOf(colour), borderColor: colourOf(colour) }}
        />
      ),
    }))}
  />
);

export const IconChoice = ({ label, value, onChange, colour }: ChoiceProps & { colour: string | null }) => (
  <Choice
    label={label}
    value={value}
    onChange={onChange}
    options={[null, ...Object.keys(ICONS)].map((icon) => ({
      value: icon,
      name: icon ? (organise.icons[icon] ?? icon) : organise.folderIcon,
      mark: <FolderMark folder={{ icon, colour }} />,
    }))}
  />
);

type Option = { value: string | null; name: string; mark: ReactNode };

/** Radio buttons that look like what they choose. */
function Choice({ label, value, onChange, options }: ChoiceProps & { options: Option[] }) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{label}</legend>
      <div className="flex flex-wrap gap-1">
        {options.map((option) => (
          <label
            key={option.name}
            title={option.name}
            className="relative grid size-9 cursor-pointer place-content-center rounded-lg border border-transparent hover:bg-accent has-checked:border-primary has-checked:bg-accent has-focus-visible:outline-2 has-focus-visible:outline-ring"
          >
            <input
              type="radio"
              name={label}
              aria-label={option.name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="absolute inset-0 size-full cursor-pointer opacity-0"
            />
            {option.mark}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
