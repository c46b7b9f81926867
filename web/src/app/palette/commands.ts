import { useNavigate } from "@tanstack/react-router";
import { administers, useUser } from "@/lib/permissions";
import { setTheme } from "@/lib/theme";
import { manage } from "@/texts/manage";
import { palette } from "@/texts/palette";
import { text } from "@/texts/text";
import { type Area, sectionsFor } from "../areas";

export type Command = { id: string; name: string; place: string | null; run: () => void };

/** Every page there is, and what can be done from anywhere. */
export function useCommands(onHelp: () => void): Command[] {
  const navigate = useNavigate();
  const user = useUser();
  const areas: Area[] = administers(user) ? ["settings", "administration"] : ["settings"];
  return [
    { id: "new", name: palette.newChat, place: null, run: () => void navigate({ to: "/" }) },
    { id: "models", name: text.models.all, place: null, run: () => void navigate({ to: "/models" }) },
    ...areas.flatMap((area) =>
      sectionsFor(area, user).map(({ to, name }) => ({
        id: to,
        name,
        place: manage.areas[area],
        run: () => void navigate({ to }),
      })),
    ),
    ...(["light", "dark", "system"] as const).map((theme) => ({
      id: `theme-${theme}`,
      name: palette.themes[theme],
      place: palette.theme,
      run: () => setTheme(theme),
    })),
    { id: "help", name: palette.shortcuts, place: null, run: onHelp },
  ];
}

/** Those with a word that begins with each word typed. */
export function matching(commands: Command[], text: string): Command[] {
  const typed = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (typed.length === 0) return commands;
  return commands.filter(({ name, place }) => {
    const words = `${name} ${place ?? ""}`.toLowerCase().split(/\s+/);
    return typed.every((start) => words.some((word) => word.startsWith(start)));
  });
}
