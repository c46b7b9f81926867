namespace OllamaNet.Auth.Mail;

/// <param name="Text"><c>{0}</c> is the account's name, <c>{1}</c> the address to open.</param>
internal sealed record MailText(string Subject, string Text);

/// <summary>What mails say, in the language of the account. Plain text: nothing to click but the one address.</summary>
internal sealed record MailTexts(MailText Reset, MailText Address, MailText Changed, MailText Invitation, MailText Approved, MailText Refused, MailText TotpOff)
{
    private static readonly MailTexts English = new(
        new("Set a new password", "Someone asked for a new password for the account {0}. To set one, open this address within 30 minutes; it works once:\n\n{1}\n\nIf it was not you, there is nothing to do: your password stays as it is.\n"),
        new("Confirm your address", "This address was given for the account {0}. To confirm it, open this address within 24 hours; it works once:\n\n{1}\n\nIf it was not you, there is nothing to do.\n"),
        new("Your address was changed", "The account {0} has another e-mail address now, and this one no longer belongs to it. If it was not you, tell an administrator at once.\n"),
        new("You are invited", "{0} invites you. To make an account, open this address; it works once:\n\n{1}\n\nIf you do not know who that is, there is nothing to do.\n"),
        new("Your account is ready", "The account {0} was approved. You can log in now:\n\n{1}\n"),
        new("Your account was not approved", "The account {0} was not approved, and is deleted.\n"),
        new("Two-step log-in was turned off", "An administrator turned off two-step log-in for the account {0}: the password alone is enough to log in. If you did not ask for it, tell an administrator at once.\n"));

    private static readonly MailTexts German = new(
        new("Neues Passwort setzen", "Für das Konto {0} wurde ein neues Passwort angefordert. Öffne dafür innerhalb von 30 Minuten diese Adresse; sie gilt einmal:\n\n{1}\n\nWarst du das nicht, ist nichts zu tun: dein Passwort bleibt, wie es ist.\n"),
        new("Adresse bestätigen", "Diese Adresse wurde für das Konto {0} angegeben. Öffne zur Bestätigung innerhalb von 24 Stunden diese Adresse; sie gilt einmal:\n\n{1}\n\nWarst du das nicht, ist nichts zu tun.\n"),
        new("Deine Adresse wurde geändert", "Das Konto {0} hat jetzt eine andere E-Mail-Adresse; diese gehört nicht mehr dazu. Warst du das nicht, sag sofort der Verwaltung Bescheid.\n"),
        new("Du bist eingeladen", "{0} lädt dich ein. Öffne diese Adresse, um ein Konto anzulegen; sie gilt einmal:\n\n{1}\n\nKennst du die Person nicht, ist nichts zu tun.\n"),
        new("Dein Konto ist bereit", "Das Konto {0} wurde freigegeben. Du kannst dich jetzt anmelden:\n\n{1}\n"),
        new("Dein Konto wurde nicht freigegeben", "Das Konto {0} wurde nicht freigegeben und ist gelöscht.\n"),
        new("Zwei-Schritt-Anmeldung abgeschaltet", "Ein Administrator hat die Zwei-Schritt-Anmeldung für das Konto {0} abgeschaltet: Zum Anmelden genügt das Passwort. Hast du nicht darum gebeten, sag sofort der Verwaltung Bescheid.\n"));

    private static readonly MailTexts Arabic = new(
        new("تعيين كلمة مرور جديدة", "طُلبت كلمة مرور جديدة للحساب {0}. لتعيينها افتح هذا العنوان خلال 30 دقيقة، وهو صالح مرة واحدة:\n\n{1}\n\nإن لم تكن أنت فلا حاجة لفعل شيء: تبقى كلمة مرورك كما هي.\n"),
        new("تأكيد العنوان", "أُعطي هذا العنوان للحساب {0}. لتأكيده افتح هذا العنوان خلال 24 ساعة، وهو صالح مرة واحدة:\n\n{1}\n\nإن لم تكن أنت فلا حاجة لفعل شيء.\n"),
        new("تغيّر عنوانك", "للحساب {0} الآن بريد إلكتروني آخر، ولم يعد هذا العنوان تابعًا له. إن لم تكن أنت فأخبر المسؤول فورًا.\n"),
        new("أنت مدعو", "يدعوك {0}. لإنشاء حساب افتح هذا العنوان، وهو صالح مرة واحدة:\n\n{1}\n\nإن لم تكن تعرفه فلا حاجة لفعل شيء.\n"),
        new("حسابك جاهز", "تمت الموافقة على الحساب {0}. يمكنك الدخول الآن:\n\n{1}\n"),
        new("لم تتم الموافقة على حسابك", "لم تتم الموافقة على الحساب {0} وقد حُذف.\n"),
        new("أُوقف الدخول بخطوتين", "أوقف أحد المسؤولين الدخول بخطوتين للحساب {0}: تكفي كلمة المرور وحدها للدخول. إن لم تطلب ذلك فأخبر المسؤول فورًا.\n"));

    public static MailTexts For(string? locale) => locale?.Split('-')[0] switch { "de" => German, "ar" => Arabic, _ => English };
}
