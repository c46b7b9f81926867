import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import { AuthPage } from "../auth-page";
import { useAuthForm } from "../use-auth-form";
import { askForReset } from "./api";

const isEmail = (value = "") => /^[^\s@]+@[^\s@]+$/.test(value.trim());

export function ForgotPage() {
  const t = account.recovery;
  const [email, setEmail] = useState("");
  const [asked, setAsked] = useState<{ mail: boolean } | null>(null);
  const { form, errors, problem, busy, onSubmit } = useAuthForm(
    (values) => ({ email: isEmail(values.email) ? undefined : text.auth.emailWrong }),
    async (values) => setAsked({ mail: await askForReset((values.email ?? "").trim()) }),
  );
  const wait = useSecondsUntil(problem?.retryAt ?? null);
  return (
    <AuthPage title={t.forgotTitle} hint={t.forgotHint} footer={<ToLogin />}>
      {asked ? (
        <div role="status">
          <Notice>{asked.mail ? t.sent(email.trim()) : t.noMail}</Notice>
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
            {t.send}
          </Button>
        </form>
      )}
    </AuthPage>
  );
}

export const ToLogin = () => (
  <Link to="/login" className="font-medium text-primary underline underline-offset-3">
    {account.recovery.toLogin}
  </Link>
);
