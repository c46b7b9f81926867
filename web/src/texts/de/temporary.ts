import type { temporary as english } from "../en/temporary";

export const temporary: typeof english = {
  title: "Temporärer Chat",
  greeting: "Ganz unter uns",
  hint: "Nichts von diesem Chat wird gespeichert, weder hier noch auf dem Server. Er ist weg, wenn du diese Seite verlässt oder neu lädst. Was er verbraucht, zählt trotzdem zu deinem Verbrauch.",
  mark: "Nicht gespeichert",
  placeholder: "Frag, was du willst; es wird nicht gespeichert",
  cut: "Die Verbindung brach ab, bevor die Antwort fertig war.",
  leaveTitle: "Diesen Chat verlassen?",
  leaveHint: "Er wurde nicht gespeichert. Alles darin geht verloren.",
  leave: "Verlassen",
};
