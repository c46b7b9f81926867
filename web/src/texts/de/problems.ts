const signedOut = "Du bist nicht mehr angemeldet. Melde dich neu an.";
const gone = (what: string) => `${what} gibt es nicht, jedenfalls nicht für dich.`;

/** What the server refuses or fails at, by its code. A code that is missing here is shown in the server's own words. */
export const problems: Record<string, string> = {
  // Any request
  "bad-request": "Der Server versteht die Anfrage nicht. Lade die Seite neu und versuche es noch einmal.",
  "body-too-large": "Das ist mehr, als der Server auf einmal annimmt. Sende weniger.",
  "changed-meanwhile": "Jemand hat das inzwischen geändert. Lade es neu und wiederhole deine Änderung.",
  "database-unavailable":
    "Die Datenbank ist nicht erreichbar. Nichts ging verloren; versuche es in ein paar Sekunden noch einmal.",
  forbidden: "Dein Konto darf das nicht. Frag die Verwaltung dieses Servers.",
  "headers-too-large": "Der Browser sendet zu viel mit. Lösche die Cookies dieser Seite und versuche es noch einmal.",
  "host-not-allowed": "Dieser Server ist unter dieser Adresse nicht zu erreichen. Öffne ihn unter seiner eigenen.",
  internal: "Die Antwort brach wegen eines Fehlers im Server ab. Versuche es noch einmal.",
  "internal-error":
    "Der Server ist daran gescheitert. Versuche es noch einmal; bleibt es so, sag der Verwaltung Bescheid.",
  "not-found": "Hier ist nichts.",
  "origin-not-allowed": "Seiten anderer Adressen dürfen diesen Server nicht aufrufen. Öffne ihn unter seiner eigenen.",
  "rate-limited": "Zu viele Anfragen. Warte ein wenig und versuche es noch einmal.",
  "request-failed": "Die Anfrage wurde abgelehnt.",
  "request-timeout": "Die Anfrage kam zu langsam an. Sende sie noch einmal.",
  "too-many-event-streams": "Dein Konto ist in zu vielen Fenstern zugleich offen. Schließ eines.",
  unavailable: "Der Server kann gerade nicht antworten. Versuche es in ein paar Sekunden noch einmal.",
  // Accounts
  "new-password-required": "Dieses Passwort war für einmal. Setze dein eigenes.",
  "temporary-password-expired":
    "Dieses Passwort war für einmal, und das ist zu lange her. Frag die Verwaltung nach einem anderen.",
  "fresh-login-required": "Weise dich erneut aus, dann geht es weiter.",
  "passkey-refused":
    "Dieser Passkey wurde nicht angenommen. Versuche es noch einmal oder melde dich mit deinem Passwort an.",
  "passkey-not-added":
    "Der Passkey konnte nicht hinzugefügt werden. Versuche es noch einmal; einer, der schon eingetragen ist, wird nicht noch einmal hinzugefügt.",
  "passkeys-need-a-name":
    "Passkeys gelten für einen Namen, nicht für eine IP-Adresse. Öffne diesen Server unter seinem Namen.",
  "too-many-passkeys": "Du hast so viele Passkeys, wie erlaubt sind. Entferne einen, den du nicht mehr brauchst.",
  "no-passkeys": "Dieses Konto hat keine Passkeys.",
  "passkey-not-found": gone("Diesen Passkey"),
  "not-a-table":
    "Das ist keine Tabelle, wie sie gebraucht wird: CSV in UTF-8, mit den Namen der Spalten in der ersten Zeile, höchstens 5.000 Zeilen.",
  "email-taken": "Zu dieser E-Mail-Adresse gibt es schon ein Konto. Melde dich damit an oder nimm eine andere Adresse.",
  "invalid-refresh-token": signedOut,
  "invalid-token": signedOut,
  "login-blocked": "Zu viele falsche Passwörter für dieses Konto. Warte eine Weile.",
  "not-signed-in": signedOut,
  "registration-closed": "Hier kann sich niemand registrieren. Bitte die Verwaltung um ein Konto.",
  unauthorized: signedOut,
  "user-name-taken": "Diesen Benutzernamen hat schon jemand. Wähle einen anderen.",
  "user-not-found": gone("Das Konto"),
  "session-not-found": gone("Diese Sitzung"),
  "invalid-link": "Dieser Link wurde benutzt, ist zu alt oder war nie einer. Fordere einen neuen an.",
  "avatar-not-found": gone("Dieses Bild"),
  "picture-not-found": gone("Dieses Bild"),
  "wrong-credentials": "Name und Passwort gehören nicht zusammen. Prüfe beides.",
  "account-disabled": "Dieses Konto ist gesperrt. Frag einen Administrator.",
  "account-deleted": "Dieses Konto wurde von seinem Besitzer gelöscht. Noch lässt es sich zurückholen.",
  "approval-pending": "Die Verwaltung muss dieses Konto erst freigeben. Bis dahin kann sich niemand damit anmelden.",
  "email-unverified": "Öffne erst den Link, der an deine Adresse geschickt wurde.",
  "invitation-needed": "Zum Registrieren brauchst du hier eine Einladung. Bitte die Verwaltung darum.",
  "domain-not-allowed":
    "Hier können sich nur Adressen bestimmter Organisationen registrieren. Nimm die deiner Organisation oder frag die Verwaltung.",
  "invalid-invitation":
    "Diese Einladung wurde benutzt oder zurückgenommen, ist zu alt oder war nie eine. Bitte um eine neue.",
  "not-waiting": "Dieses Konto wartet nicht auf Freigabe.",
  "invitation-not-found": "Die Einladung gibt es nicht mehr.",
  "second-factor-required": "Das Passwort stimmt. Nun fehlt der Code deiner Authenticator-App.",
  "more-than-you-may": "Dazu gehören Rechte, die du selbst nicht hast. Frag einen Administrator.",
  "role-exists": "Eine Rolle mit diesem Namen gibt es schon. Wähl einen anderen.",
  "too-many-roles": "Es gibt schon so viele Rollen, wie es geben kann. Lösch zuerst eine.",
  "built-in-role": "Die Rollen User und Admin bleiben, wie sie sind. Leg eine eigene an.",
  "role-not-found": "Diese Rolle gibt es nicht mehr.",
  "group-exists": "Eine Gruppe mit diesem Namen gibt es schon. Wähl einen anderen.",
  "group-not-found": "Diese Gruppe gibt es nicht mehr.",
  "model-not-allowed": "Dieses Modell darfst du nicht mehr benutzen. Wähl ein anderes.",
  "last-administrator": "Das ist der letzte Administrator, der sich anmelden kann. Mach zuerst jemand anderen dazu.",
  "not-yourself": "Dein eigenes Konto kannst du hier weder sperren noch löschen. Frag einen anderen Administrator.",
  "wrong-password": "Das ist nicht dein jetziges Passwort.",
  "wrong-code": "Dieser Code ist falsch, zu alt oder schon benutzt. Gib den ein, den die App jetzt zeigt.",
  "code-blocked": "Zu viele falsche Codes für dieses Konto. Warte eine Weile.",
  "invalid-ticket": "Das hat zu lange gedauert, oder das Passwort wurde inzwischen geändert. Melde dich neu an.",
  "totp-on": "Die Anmeldung in zwei Schritten ist schon eingeschaltet. Schalte sie zuerst aus.",
  "totp-off": "Die Anmeldung in zwei Schritten ist nicht eingeschaltet.",
  "totp-not-begun": "Es gibt nichts zu bestätigen. Beginne die Einrichtung von vorn.",
  "wrong-setup-code":
    "Das ist nicht der Einrichtungscode, oder er wurde schon benutzt. Lass ihn für ein gewöhnliches Konto weg.",
  "key-not-found": gone("Den Schlüssel"),
  "too-many-keys": "Du hast so viele API-Schlüssel, wie es geben darf. Lösche einen, den du nicht mehr brauchst.",
  // Logging in elsewhere
  "last-way-in":
    "Sonst führt nichts in dieses Konto. Setze zuerst ein Passwort, füge einen Passkey hinzu oder verknüpfe eine andere Anmeldung.",
  "linked-login-not-found": gone("Die verknüpfte Anmeldung"),
  "login-provider-not-found": gone("Den Anmeldedienst"),
  "rules-need-administrator": "Nur Administratoren dürfen festlegen, welche Rollen eine Anmeldung gibt.",
  "sso-denied":
    "Der Anmeldedienst hat dich nicht durchgelassen, oder du hast dort abgebrochen. Beginne von vorn oder melde dich anders an.",
  "sso-email-missing":
    "Der Anmeldedienst hat deine E-Mail-Adresse nicht genannt, und ein Konto braucht eine. Frag einen Administrator.",
  "sso-email-taken":
    "Zu deiner E-Mail-Adresse gibt es schon ein Konto. Melde dich dort an wie bisher und verknüpfe diese Anmeldung dann in den Einstellungen unter Sicherheit.",
  "sso-expired":
    "Diese Anmeldung hat zu lange gedauert, wurde schon benutzt oder in einem anderen Browser begonnen. Beginne von vorn.",
  "sso-linked-elsewhere": "Diese Anmeldung gehört hier zu einem anderen Konto. Entferne sie zuerst dort.",
  "sso-no-account":
    "Zu dieser Anmeldung gibt es hier kein Konto. Bitte einen Administrator um eines und verknüpfe sie dann in deinen Einstellungen.",
  "sso-refused":
    "Auf die Antwort des Anmeldedienstes ist kein Verlass. Versuche es noch einmal; bleibt es dabei, sag es einem Administrator.",
  "sso-unavailable":
    "Der Anmeldedienst ist gerade nicht zu benutzen. Melde dich anders an oder versuche es später noch einmal.",
  "too-many-links": "Es sind schon so viele Anmeldungen verknüpft, wie es geben darf. Entferne zuerst eine.",
  "too-many-providers": "Es gibt schon so viele Anmeldedienste, wie es geben darf. Entferne zuerst einen.",
  // Answers
  "answer-running": "Diese Antwort entsteht noch. Warte auf ihr Ende oder halte sie an.",
  "engine-busy": "Gerade sind alle Plätze für dieses Modell belegt. Versuche es gleich noch einmal.",
  "engine-cut": "Die Antwort brach ab. Versuche es noch einmal.",
  "engine-failed": "Das Modell ist daran gescheitert. Versuche es noch einmal oder wähle ein anderes.",
  "engine-refused": "Das Modell hat die Anfrage abgelehnt. Kürze sie oder wähle ein anderes Modell.",
  "engine-timeout": "Das Modell hat zu lange nicht geantwortet. Versuche es noch einmal.",
  "engine-unavailable": "Das Modell ist gerade nicht zu erreichen. Versuche es gleich noch einmal.",
  "model-not-found": "Dieses Modell steht gerade nicht zur Verfügung. Wähle ein anderes.",
  "model-without-vision": "Dieses Modell kann keine Bilder sehen. Wähle eines, das es kann, oder lass das Bild weg.",
  "no-question": "Die Frage zu dieser Antwort gibt es nicht mehr.",
  "not-an-answer": "Das geht nur bei Antworten.",
  "not-stored":
    "Die Antwort ist fertig, aber noch nicht gespeichert: Die Datenbank antwortet nicht. Sie wird gespeichert, sobald das wieder geht.",
  "prompt-too-long": "Das ist länger, als das Modell auf einmal lesen kann. Kürze es.",
  "quota-exceeded": "Du hast verbraucht, was dir für diese Zeit zusteht.",
  "too-many-answers":
    "Für dich entstehen schon so viele Antworten, wie zugleich entstehen dürfen. Warte auf eine oder halte eine an.",
  "turn-exists": "Diese Frage wird gerade gestellt. Sende sie noch einmal.",
  "turn-gone": "Diese Frage wurde beantwortet, und die Unterhaltung ist seither gelöscht.",
  unsupported: "Das kann dieses Modell nicht. Wähle ein anderes oder ändere die Einstellungen.",
  // Conversations
  "attachment-not-found": gone("Die Datei"),
  "attachment-used": "Eine Nachricht hat diese Datei. Lösche die Nachricht, dann verschwindet die Datei in einem Tag.",
  "conversation-not-found": gone("Die Unterhaltung"),
  "edited-elsewhere": "Diese Nachricht wurde in einem anderen Fenster geändert. Sieh sie dir noch einmal an.",
  "feedback-not-found": gone("Die Bewertung"),
  "message-not-found": gone("Die Nachricht"),
  "note-not-found": gone("Die Notiz"),
  "place-changed":
    "Woran diese Nachricht hängt, wurde gelöscht oder geändert. Sieh dir die Unterhaltung noch einmal an.",
  "queue-full": "Es warten schon so viele Fragen, wie warten dürfen. Entferne eine oder warte, bis eine gestellt ist.",
  "queued-question-not-found": gone("Die wartende Frage"),
  "summary-not-found": gone("Die Zusammenfassung"),
  "too-many-notes":
    "Diese Unterhaltung hat so viele Notizen, wie es geben darf. Lösche eine, die du nicht mehr brauchst.",
  "too-many-pinned": "In dieser Unterhaltung sind so viele Nachrichten angeheftet, wie es geht. Löse zuerst eine.",
  // Folders, tags, search
  "folder-cycle": "Ein Ordner kann nicht in sich selbst oder in einen seiner Unterordner.",
  "folder-not-found": gone("Den Ordner"),
  "search-too-broad":
    "Diese Suche dauert zu lange. Grenze sie ein: ein längeres oder anderes Wort, folder:, tag:, before: oder after:.",
  "tag-exists": "Ein Schlagwort dieses Namens hast du schon. Benutze es oder wähle einen anderen Namen.",
  "tag-not-found": gone("Das Schlagwort"),
  "model-tag-exists": "Ein Schlagwort dieses Namens gibt es schon. Benutze es oder wähle einen anderen Namen.",
  "too-many-model-tags":
    "Es gibt so viele Schlagwörter, wie es geben darf. Lösche eines, das nicht mehr gebraucht wird.",
  "too-many-folders": "Du hast so viele Ordner, wie es geben darf. Lösche einen, den du nicht mehr brauchst.",
  "too-many-tags": "Du hast so viele Schlagwörter, wie es geben darf. Lösche eines, das du nicht mehr brauchst.",
  // Presets
  "global-presets": "Nur die Verwaltung macht Voreinstellungen für alle. Teile sie stattdessen.",
  "preset-not-found": gone("Die Voreinstellung"),
  "preset-not-yours":
    "Diese Voreinstellung gehört jemand anderem: Du kannst sie benutzen, aber nicht ändern. Dupliziere sie für eine eigene.",
  "too-many-presets": "Du hast so viele Voreinstellungen, wie es geben darf. Lösche einige, bevor du neue machst.",
  // Links, exports, imports
  "archive-too-large": "Das Archiv enthält mehr, als auf einmal importiert werden kann.",
  "broken-archive": "Das Archiv ist beschädigt. Lade es noch einmal herunter und importiere es dann.",
  "broken-file": "Die Datei ist beschädigt und lässt sich nicht bis zum Ende lesen. Was davor kam, wurde importiert.",
  "export-file-not-found": gone("Die Datei dieses Exports"),
  "export-not-found": gone("Den Export"),
  "export-running": "Deine Exporte entstehen noch. Warte auf sie oder brich einen ab.",
  "file-too-large": "Die Datei ist zu groß.",
  "import-not-found": gone("Den Import"),
  "import-running": "Ein Import von dir läuft schon. Warte auf ihn oder brich ihn ab.",
  "newer-format": "Dieser Export stammt aus einem neueren OllamaNet. Aktualisiere dieses und importiere ihn dann.",
  "not-an-export": "Das ist weder JSON noch ein Zip-Archiv. Wähle die Datei, die der Export dir gab.",
  "nothing-to-share": "Diese Unterhaltung hat noch keine fertige Nachricht. Teile sie, wenn sie eine hat.",
  "shared-link-not-found": gone("Den Link"),
  "sign-in-required": "Diesen Link öffnen nur angemeldete Personen. Melde dich an und öffne ihn dann noch einmal.",
  "too-large-to-share":
    "Diese Unterhaltung ist zu groß für einen Link. Teile einen kürzeren Zweig oder exportiere sie.",
  "too-many-exports":
    "Es werden schon so viele Exporte von dir aufbewahrt, wie es geht. Lösche einen und exportiere dann.",
  "too-many-shares": "Du hast so viele geteilte Links, wie es geben darf. Widerrufe, was niemand mehr braucht.",
  "unknown-format": "Das ist kein Export aus OllamaNet, ChatGPT oder Open WebUI.",
  "unsafe-archive": "Das Archiv enthält Namen, die aus ihm hinausführen. Kein Export hat es gemacht.",
  "upload-gone": "Die hochgeladene Datei ist nicht mehr da. Lade sie noch einmal hoch.",
};
