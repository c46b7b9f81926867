import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import { AuthPage } from "./auth-page";
import { missing, PasswordField } from "./password-field";
import { useToken } from "./recovery/use-token";
import { type Pending, register, registrationQuery } from "./registration/api";
import { PendingPage } from "./registration/pending-page";
import { useAuthForm } from "./use-auth-form";

const check = ({ userName = "", email = "", password = "" }: Record<string, string>) => ({
  userName: userName.trim() ? undefined : text.auth.required,
  email: /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? undefined : text.auth.emailWrong,
  password: missing(password),
});

type Props = { next: string | undefined; invitation: string | undefined };

export function RegisterPage({ next, invitation }: Props) {
  const t = account.registration;
  const token = useToken() || invitation;
  const info = useQuery(registrationQuery);
  const [pending, setPending] = useState<{ what: Pending; email: string } | null>(null);
  const [withCode, setWithCode] = useState(false);
  const { form, errors, problem, busy, onSubmit } = useAuthForm(check, async (values) => {
    const email = (values.email ?? "").trim();
    const what = await register({
      userName: (values.userName ?? "").trim(),
      email,
      password: values.password ?? "",
      setupCode: values.setupCode?.trim() || undefined,
      invitation: token || undefined,
    });
    if (what) setPending({ what, email });
  });
  const wait = useSecondsUntil(problem?.retryAt ?? null);
  const mode = info.data?.mode;
  if (pending) return <PendingPage pending={pending.what} email={pending.email} />;
  return (
    <AuthPage
      title={text.auth.registerTitle}
      hint={text.auth.registerHint}
      footer={
        <>
          {text.auth.toLogin}{" "}
          <Link to="/login" search={{ next }} className="font-medium text-primary underline underline-offset-3">
            {text.auth.login}
          </Link>
        </>
      }
    >
      <form ref={form} noValidate onSubmit={onSubmit} className="space-y-4">
        {token && mode !== "closed" && <Notice>{t.invited}</Notice>}
        {mode === "closed" && <Notice tone="signal">{t.closed}</Notice>}
        {mode === "invitation" && !token && <Notice tone="signal">{t.invitationNeeded}</Notice>}
        {mode === "domain" && !token && <Notice>{t.domain}</Notice>}
        <Field
          name="userName"
          label={text.auth.userName}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          error={errors.userName}
        />
        <Field name="email" type="email" label={text.auth.email} autoComplete="email" error={errors.email} />
        <PasswordField
          name="password"
          label={text.auth.newPassword}
          hint={text.auth.passwordHint}
          autoComplete="new-password"
          error={errors.password}
        />
        {withCode || errors.setupCode ? (
          <Field
            name="setupCode"
            label={text.auth.setupCode}
            hint={text.auth.setupCodeHint}
            autoComplete="off"
            spellCheck={false}
            error={errors.setupCode}
          />
        ) : (
          <Button variant="quiet" size="sm" className="-ms-3" onClick={() => setWithCode(true)}>
            {text.auth.haveSetupCode}
          </Button>
        )}
        {problem && <Notice tone="danger">{wait > 0 ? text.app.tooMany(wait) : problem.message}</Notice>}
        <Button type="submit" className="w-full" disabled={busy || wait > 0}>
          {text.auth.register}
        </Button>
      </form>
    </AuthPage>
  );
}
