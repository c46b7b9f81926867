import { Monitor, Moon, Sun } from "lucide-react";
import { useSignal } from "@/lib/signal";
import { setTheme, type Theme, theme } from "@/lib/theme";
import { text } from "@/texts/text";

const CHOICES = [
  ["system", Monitor],
  ["light", Sun],
  ["dark", Moon],
] as const satisfies [Theme, unknown][];

export function ThemeChoice() {
  const current = useSignal(theme);
  return (
    <fieldset>
      <legend className="sr-only">{text.settings.theme}</legend>
      <div className="grid max-w-96 grid-cols-3 gap-1 rounded-xl border bg-muted p-1">
        {CHOICES.map(([choice, Icon]) => (
          <label
            key={choice}
            className="flex cursor-pointer items-center justify-center gap-2 rounded-lg px-2 py-2 text-sm font-medium text-muted-foreground transition-colors hover:text-foreground has-checked:bg-card has-checked:text-foreground has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-ring"
          >
            <input
              type="radio"
              name="theme"
              value={choice}
              checked={current === choice}
              onChange={() => setTheme(choice)}
              className="sr-only"
            />
            <Icon aria-hidden className="size-4" />
            {text.settings.themes[choice]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
