import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { text } from "@/texts/text";
import { register } from "./api";
import { AuthPage } from "./auth-page";
import { missing, PasswordField } from "./password-field";
import { useAuthForm } from "./use-auth-form";

const check = ({ userName = "", email = "", password = "" }: Record<string, string>) => ({
  userName: userName.trim() ? undefined : text.auth.required,
  email: /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? undefined : text.auth.emailWrong,
  password: missing(password),
});

export function RegisterPage({ next }: { next: string | undefined }) {
  const [withCode, setWithCode] = useState(false);
  const { form, errors, problem, busy, onSubmit } = useAuthForm(check, (values) =>
    register({
      userName: (values.userName ?? "").trim(),
      email: (values.email ?? "").trim(),
      password: values.password ?? "",
      setupCode: values.setupCode?.trim() || undefined,
    }),
  );
  const wait = useSecondsUntil(problem?.retryAt ?? null);
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
