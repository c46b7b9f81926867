import { Link } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { lazy } from "@/lib/lazy";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { text } from "@/texts/text";
import { login } from "./api";
import { AuthPage } from "./auth-page";
import { PasswordField } from "./password-field";
import { useAuthForm } from "./use-auth-form";

const CodeStep = lazy(async () => ({ default: (await import("./two-step/code-step")).CodeStep }));

const required = (value: string | undefined) => (value ? undefined : text.auth.required);

export function LoginPage({ next, expired }: { next: string | undefined; expired: boolean }) {
  // Kept in state so that a refused attempt never empties the field.
  const [name, setName] = useState("");
  const [ticket, setTicket] = useState<string | null>(null);
  const { form, errors, problem, busy, onSubmit } = useAuthForm(
    (values) => ({ login: required(values.login?.trim()), password: required(values.password) }),
    async (values) => setTicket(await login({ login: (values.login ?? "").trim(), password: values.password ?? "" })),
  );
  const wait = useSecondsUntil(problem?.retryAt ?? null);
  if (ticket)
    return (
      <Suspense>
        <CodeStep ticket={ticket} onBack={() => setTicket(null)} />
      </Suspense>
    );
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
        {expired && !problem && <Notice>{text.auth.expired}</Notice>}
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
    </AuthPage>
  );
}
