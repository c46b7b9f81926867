import type { palette as english } from "../en/palette";

export const palette: typeof english = {
  title: "Suche",
  placeholder: "Unterhaltungen, Nachrichten und Notizen durchsuchen",
  results: "Ergebnisse",
  found: (count, more) => {
    if (more) return `${count} oder mehr Ergebnisse`;
    return count === 1 ? "1 Ergebnis" : `${count} Ergebnisse`;
  },
  searching: "Wird gesucht…",
  recent: "Letzte Unterhaltungen",
  commands: "Gehe zu",
  filters: "Eingrenzen",
  values: { folder: "Ordner", tag: "Schlagwörter", model: "Modelle", has: "Mit", before: "Bis", after: "Ab" },
  filterHints: {
    folder: "in einem Ordner und seinen Unterordnern",
    tag: "mit einem Schlagwort",
    model: "von einem Modell beantwortet",
    before: "älter als ein Tag, ein Monat oder ein Jahr",
    after: "ab einem Tag, einem Monat oder einem Jahr",
    has: "mit einer Notiz",
  },
  noValues: {
    folder: "Diesen Ordner gibt es nicht.",
    tag: "Dieses Schlagwort gibt es nicht.",
    model: "Dieses Modell gibt es nicht.",
  },
  dateHint: "Schreib ein Datum wie 2026-05-31, 2026-05 oder 2026, dann ein Leerzeichen.",
  outsideFolders: "In keinem Ordner",
  removeFilter: (filter) => `Filter ${filter} entfernen`,
  newChat: "Neuer Chat",
  shortcuts: "Tastenkürzel",
  themes: { light: "Helles Farbschema", dark: "Dunkles Farbschema", system: "Farbschema des Systems" },
  theme: "Darstellung",
  untitled: "Neue Unterhaltung",
  kinds: { conversation: "Unterhaltung", message: "Nachricht", note: "Notiz" },
  by: { user: "Du", assistant: "Antwort" },
  archived: "Archiviert",
  more: "Mehr Ergebnisse anzeigen",
  nothing: (what) => `Nichts gefunden für „${what}“`,
  nothingHint: "Versuch es mit weniger oder anderen Wörtern, oder nimm einen Filter weg.",
  didYouMean: (what) => `Meintest du „${what}“?`,
  offline: "Der Server ist nicht erreichbar, deshalb lässt sich nichts suchen. Was du getippt hast, bleibt hier.",
  failed: "Die Suche ist fehlgeschlagen.",
  close: "Suche schließen",
  hints: { move: "bewegen", open: "öffnen", close: "schließen" },
};
