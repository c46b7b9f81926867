import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import { AuthPage } from "../auth-page";
import { BackToLogin } from "../back-to-login";
import { useAuthForm } from "../use-auth-form";
import { resendVerification } from "./api";

/** What somebody sees who logs in before the mailed link was opened. */
export function VerifyStep({ onBack }: { onBack: () => void }) {
  const t = account.registration;
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const { form, errors, problem, busy, onSubmit } = useAuthForm(
    (values) => ({ email: /^[^\s@]+@[^\s@]+$/.test((values.email ?? "").trim()) ? undefined : text.auth.emailWrong }),
    async (values) => {
      await resendVerification((values.email ?? "").trim());
      setSent(true);
    },
  );
  const wait = useSecondsUntil(problem?.retryAt ?? null);
  return (
    <AuthPage title={t.unverifiedTitle} hint={t.unverifiedHint} footer={<BackToLogin onBack={onBack} />}>
      {sent ? (
        <div role="status">
          <Notice>{t.resent(email.trim())}</Notice>
        </div>
      ) : (
        <form ref={form} noValidate onSubmit={onSubmit} className="space-y-4">
          <Field
            name="email"
            type="email"
            label={text.auth.email}
            autoComplete="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            error={errors.email}
          />
          {problem && <Notice tone="danger">{wait > 0 ? text.app.tooMany(wait) : problem.message}</Notice>}
          <Button type="submit" className="w-full" disabled={busy || wait > 0}>
            {t.resend}
          </Button>
        </form>
      )}
    </AuthPage>
  );
}
