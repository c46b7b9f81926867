namespace OllamaNet.Auth.Mail;

/// <summary>What mails say, in the language of the account. Plain text: nothing to click but the one address.</summary>
internal sealed record MailTexts(string ResetSubject, string ResetText, string AddressSubject, string AddressText, string ChangedSubject, string ChangedText)
{
    private static readonly MailTexts English = new(
        "Set a new password",
        "Someone asked for a new password for the account {0}. To set one, open this address within 30 minutes; it works once:\n\n{1}\n\nIf it was not you, there is nothing to do: your password stays as it is.\n",
        "Confirm your address",
        "This address was given for the account {0}. To confirm it, open this address within 24 hours; it works once:\n\n{1}\n\nIf it was not you, there is nothing to do.\n",
        "Your address was changed",
        "The account {0} has another e-mail address now, and this one no longer belongs to it. If it was not you, tell an administrator at once.\n");

    private static readonly MailTexts German = new(
        "Neues Passwort setzen",
        "Für das Konto {0} wurde ein neues Passwort angefordert. Öffne dafür innerhalb von 30 Minuten diese Adresse; sie gilt einmal:\n\n{1}\n\nWarst du das nicht, ist nichts zu tun: dein Passwort bleibt, wie es ist.\n",
        "Adresse bestätigen",
        "Diese Adresse wurde für das Konto {0} angegeben. Öffne zur Bestätigung innerhalb von 24 Stunden diese Adresse; sie gilt einmal:\n\n{1}\n\nWarst du das nicht, ist nichts zu tun.\n",
        "Deine Adresse wurde geändert",
        "Das Konto {0} hat jetzt eine andere E-Mail-Adresse; diese gehört nicht mehr dazu. Warst du das nicht, sag sofort der Verwaltung Bescheid.\n");

    private static readonly MailTexts Arabic = new(
        "تعيين كلمة مرور جديدة",
        "طُلبت كلمة مرور جديدة للحساب {0}. لتعيينها افتح هذا العنوان خلال 30 دقيقة، وهو صالح مرة واحدة:\n\n{1}\n\nإن لم تكن أنت فلا حاجة لفعل شيء: تبقى كلمة مرورك كما هي.\n",
        "تأكيد العنوان",
        "أُعطي هذا العنوان للحساب {0}. لتأكيده افتح هذا العنوان خلال 24 ساعة، وهو صالح مرة واحدة:\n\n{1}\n\nإن لم تكن أنت فلا حاجة لفعل شيء.\n",
        "تغيّر عنوانك",
        "للحساب {0} الآن بريد إلكتروني آخر، ولم يعد هذا العنوان تابعًا له. إن لم تكن أنت فأخبر المسؤول فورًا.\n");

    public static MailTexts For(string? locale) => locale?.Split('-')[0] switch { "de" => German, "ar" => Arabic, _ => English };
}
