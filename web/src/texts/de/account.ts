import type { account as english } from "../en/account";

export const account: typeof english = {
  password: {
    title: "Passwort",
    hint: "Ein neues Passwort meldet dich überall sonst ab. API-Schlüssel gelten weiter.",
    current: "Aktuelles Passwort",
    next: "Neues Passwort",
    change: "Passwort ändern",
    changed: "Dein Passwort wurde geändert. Alle anderen Geräte wurden abgemeldet.",
  },
  devices: {
    title: "Wo du angemeldet bist",
    hint: "Melde ab, was du nicht kennst, und ändere dann dein Passwort.",
    unknown: "Unbekanntes Gerät",
    current: "Dieses Gerät",
    inUse: "Gerade in Gebrauch",
    lastUsed: (time) => `Zuletzt benutzt: ${time}`,
    since: (time) => `Angemeldet: ${time}`,
    ended: (device) => `${device} wurde abgemeldet.`,
    more: "Mehr anzeigen",
    endOthers: "Überall sonst abmelden",
    endOthersTitle: "Überall sonst abmelden?",
    endOthersHint: "Jeder andere Browser und jede andere App mit deinem Konto muss sich neu anmelden.",
    othersEnded: "Alle anderen Geräte wurden abgemeldet.",
  },
};
