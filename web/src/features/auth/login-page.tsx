import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useSignal } from "@/lib/signal";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { formatMoment } from "@/lib/when";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import { login, type Step } from "./api";
import { AuthPage } from "./auth-page";
import { LoginStep } from "./login-step";
import { PasskeyLogin } from "./passkeys/passkey-login";
import { PasswordField } from "./password-field";
import { deletedUntil } from "./removal/api";
import { SsoButtons } from "./sso/sso-buttons";
import { useAuthForm } from "./use-auth-form";

const required = (value: string | undefined) => (value ? undefined : text.auth.required);

export function LoginPage({ next, expired }: { next: string | undefined; expired: boolean }) {
  // Kept in state so that a refused attempt never empties the field.
  const [name, setName] = useState("");
  const [step, setStep] = useState<Step | null>(null);
  const gone = useSignal(deletedUntil);
  const { form, errors, problem, busy, onSubmit } = useAuthForm(
    (values) => ({ login: required(values.login?.trim()), password: required(values.password) }),
    async (values) => setStep(await login({ login: (values.login ?? "").trim(), password: values.password ?? "" })),
  );
  const wait = useSecondsUntil(problem?.retryAt ?? null);
  if (step) return <LoginStep step={step} onStep={setStep} />;
  return (
    <AuthPage
      title={text.auth.loginTitle}
      hint={text.auth.loginHint}
      footer={
        <>
          {text.auth.toRegister}{" "}
          <Link to="/register" search={{ next }} className="font-medium text-primary underline underline-offset-3">
            {text.auth.register}
          </Link>
        </>
      }
    >
      <form ref={form} noValidate onSubmit={onSubmit} className="space-y-4">
        {gone && (
          <div role="status">
            <Notice>{account.removal.gone(formatMoment(gone))}</Notice>
          </div>
        )}
        {expired && !gone && !problem && <Notice>{text.auth.expired}</Notice>}
        <Field
          name="login"
          label={text.auth.loginField}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={errors.login}
        />
        <PasswordField
          name="password"
          label={text.auth.password}
          autoComplete="current-password"
          error={errors.password}
        />
        <p className="text-end text-sm">
          <Link to="/forgot" className="font-medium text-primary underline underline-offset-3">
            {text.auth.forgot}
          </Link>
        </p>
        {problem && <Notice tone="danger">{wait > 0 ? text.app.tooMany(wait) : problem.message}</Notice>}
        <Button type="submit" className="w-full" disabled={busy || wait > 0}>
          {text.auth.login}
        </Button>
      </form>
      <PasskeyLogin onStep={setStep} />
      <SsoButtons next={next} />
    </AuthPage>
  );
}
