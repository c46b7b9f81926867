import type { queue as english } from "../en/queue";

export const queue: typeof english = {
  title: "Wartet aufs Senden",
  hint: "Wird der Reihe nach gesendet, auch wenn diese Seite geschlossen ist.",
  edit: "Nachricht bearbeiten",
  remove: "Nachricht entfernen",
  editing: "Wartende Nachricht",
  save: "Speichern",
  cancel: "Abbrechen",
  paused: "Die Warteschlange ist angehalten.",
  goOn: "Weitermachen",
  suggestions: "Vorgeschlagene Fragen",
};
