import type { context as english } from "../en/context";

export const context: typeof english = {
  title: "Was das Modell sieht",
  used: (used, room) => `${used} von ${room} Token`,
  estimate: "Geschätzt: Diese Engine zählt Token nicht im Voraus.",
  exact: "Von der Engine selbst gezählt.",
  reserve: (tokens, whole) => `Das Fenster fasst ${whole} Token; ${tokens} sind für die Antwort reserviert.`,
  parts: {
    system: "System-Prompt",
    folder: "Prompt des Ordners",
    pinned: "Angeheftete Nachrichten",
    summary: "Zusammenfassung",
    passages: "Ältere Passagen",
    messages: "Neueste Nachrichten",
  },
  count: (name, count) => `${name} (${count})`,
  allIn: "Das Modell bekommt jede Nachricht dieser Unterhaltung.",
  omitted: (count) =>
    count === 1
      ? "Die älteste Nachricht passt nicht mehr hinein."
      : `Die ${count} ältesten Nachrichten passen nicht mehr hinein.`,
  allTold: "Das Modell erfährt aus der Zusammenfassung davon.",
  partlyTold: (count) => `Aus der Zusammenfassung erfährt das Modell von ${count} davon.`,
  untold: "Das Modell weiß nichts davon.",
  tooFull: "Es muss mehr gesendet werden, als hineinpasst. Löse Nachrichten oder wähl ein Modell mit größerem Kontext.",
  summary: "Zusammenfassung",
  summaryEmpty: "Das Modell schreibt eine, wenn die Unterhaltung nicht mehr in sein Fenster passt.",
  byModel: (model) => `Geschrieben von ${model}`,
  byYou: "Von dir bearbeitet: Deine Worte bleiben, Späteres wird angehängt.",
  outdated:
    "Eine Nachricht, von der hier die Rede ist, wurde seither geändert. Berichtige den Text, oder verwirf ihn, damit er neu geschrieben wird.",
  edit: "Bearbeiten",
  reset: "Vergessen",
  resetTitle: "Diese Zusammenfassung vergessen?",
  resetHint: "Nach der nächsten Antwort schreibt das Modell eine neue. Die Nachrichten selbst bleiben.",
  label: "Zusammenfassung der älteren Nachrichten",
  pinned: "Angeheftete Nachrichten",
  pinnedEmpty: "Eine angeheftete Nachricht bekommt das Modell bei jeder Frage. Du heftest sie über ihre Aktionen an.",
  you: "Du",
  answer: "Antwort",
  unpin: (excerpt) => `„${excerpt}“ lösen`,
};
