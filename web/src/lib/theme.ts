import { Signal } from "./signal";
import { storage } from "./storage";

export type Theme = "system" | "light" | "dark";

const KEY = "ollamanet.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const stored = storage.get(KEY);

export const theme = new Signal<Theme>(stored === "light" || stored === "dark" ? stored : "system");

export function setTheme(choice: Theme) {
  storage.set(KEY, choice === "system" ? null : choice);
  theme.set(choice);
}

export const isDark = () => theme.get() === "dark" || (theme.get() === "system" && system.matches);
const apply = () => document.documentElement.classList.toggle("dark", isDark());

theme.subscribe(apply);
system.addEventListener("change", apply);
addEventListener("storage", (event) => {
  if (event.key === KEY) theme.set((event.newValue as Theme | null) ?? "system");
});
