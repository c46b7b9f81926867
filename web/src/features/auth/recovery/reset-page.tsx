import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import { AuthPage } from "../auth-page";
import { missing, PasswordField } from "../password-field";
import { useAuthForm } from "../use-auth-form";
import { setPassword } from "./api";
import { ToLogin } from "./forgot-page";
import { useToken } from "./use-token";

export function ResetPage() {
  const t = account.recovery;
  const token = useToken();
  const [done, setDone] = useState(false);
  const { form, errors, problem, busy, onSubmit } = useAuthForm(
    (values) => ({ password: missing(values.password ?? "") }),
    async (values) => {
      await setPassword(token, values.password ?? "");
      setDone(true);
    },
  );
  const wait = useSecondsUntil(problem?.retryAt ?? null);
  const wornOut = token === "" || problem?.code === "invalid-link";
  return (
    <AuthPage title={t.resetTitle} hint={t.resetHint} footer={<ToLogin />}>
      {done ? (
        <div role="status" className="space-y-4">
          <Notice>{t.done}</Notice>
          <Link to="/login" className={buttonStyles({ className: "w-full" })}>
            {text.auth.login}
          </Link>
        </div>
      ) : wornOut ? (
        <div className="space-y-4">
          <Notice tone="danger">{t.wornOut}</Notice>
          <Link to="/forgot" className={buttonStyles({ className: "w-full" })}>
            {t.another}
          </Link>
        </div>
      ) : (
        <form ref={form} noValidate onSubmit={onSubmit} className="space-y-4">
          <PasswordField
            name="password"
            label={account.password.next}
            autoComplete="new-password"
            hint={text.auth.passwordHint}
            error={errors.password}
          />
          {problem && <Notice tone="danger">{wait > 0 ? text.app.tooMany(wait) : problem.message}</Notice>}
          <Button type="submit" className="w-full" disabled={busy || wait > 0}>
            {t.set}
          </Button>
        </form>
      )}
    </AuthPage>
  );
}
