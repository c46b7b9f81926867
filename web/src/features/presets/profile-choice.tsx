import { useQuery } from "@tanstack/react-query";
import { presets } from "@/texts/presets";
import { type Options, profilesQuery } from "./api";
import { said } from "./values";

type Props = { model: string | null; onChoose: (options: Options) => void };

/** Three places to start from, made for the model. */
export function ProfileChoice({ model, onChoose }: Props) {
  const profiles = useQuery(profilesQuery(model)).data;
  if (!profiles) return null;
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{presets.startFrom}</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {profiles.map(({ profile, options }) => (
          <button
            key={profile}
            type="button"
            onClick={() => onChoose(said(options))}
            className="rounded-lg border bg-card px-3 py-2 text-start transition-colors hover:border-input hover:bg-accent"
          >
            <span className="block text-sm font-medium">{presets.profiles[profile]?.name ?? profile}</span>
            <span className="block text-[0.8125rem] text-muted-foreground">{presets.profiles[profile]?.hint}</span>
          </button>
        ))}
      </div>
      <p className="mt-1.5 text-sm text-muted-foreground">{presets.startHint}</p>
    </fieldset>
  );
}
