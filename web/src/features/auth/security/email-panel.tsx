import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { saveProfile } from "@/lib/profile";
import { currentUser, type User } from "@/lib/session";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { useSubmit } from "@/lib/use-submit";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import { PasswordField } from "../password-field";
import { registrationQuery, resendVerification } from "../registration/api";

const isEmail = (value: string) => /^[^\s@]+@[^\s@]+$/.test(value.trim());

export function EmailPanel({ user }: { user: User }) {
  const t = account.email;
  const { run, busy, problem, errorOf } = useSubmit();
  const [values, setValues] = useState({ email: "", password: "" });
  const [checked, setChecked] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const wait = useSecondsUntil(problem?.retryAt ?? null);
  const type = (part: Partial<typeof values>) => {
    setDone(null);
    setValues({ ...values, ...part });
  };
  const change = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    const email = values.email.trim();
    if (busy || !isEmail(email) || !values.password) return;
    if (!(await run(() => saveProfile({ email, currentPassword: values.password })))) return;
    setValues({ email: "", password: "" });
    setChecked(false);
    setDone(currentUser()?.pendingEmail ? t.pending(email) : t.changed);
  };
  const atEmail = problem?.code === "email-taken";
  const atPassword = problem?.code === "wrong-password";
  const elsewhere = problem && !atEmail && !atPassword && Object.keys(problem.fieldErrors).length === 0;
  return (
    <Panel title={t.title} hint={t.hint(user.email)}>
      <Unproven user={user} />
      <form noValidate className="max-w-96 space-y-4" aria-label={t.title} onSubmit={(event) => void change(event)}>
        <Field
          label={t.next}
          type="email"
          autoComplete="email"
          value={values.email}
          onChange={(event) => type({ email: event.target.value })}
          error={
            checked && !isEmail(values.email)
              ? text.auth.emailWrong
              : (errorOf("email") ?? (atEmail ? problem.message : undefined))
          }
        />
        <PasswordField
          label={account.password.current}
          autoComplete="current-password"
          value={values.password}
          onChange={(event) => type({ password: event.target.value })}
          error={checked && !values.password ? text.auth.required : atPassword ? problem.message : undefined}
        />
        {elsewhere && <Notice tone="danger">{wait > 0 ? text.app.tooMany(wait) : problem.message}</Notice>}
        {done && (
          <div role="status">
            <Notice>{done}</Notice>
          </div>
        )}
        <Button type="submit" variant="outline" disabled={busy || wait > 0}>
          {t.change}
        </Button>
      </form>
    </Panel>
  );
}

/** Where addresses are to be proven, and this one is not. */
function Unproven({ user }: { user: User }) {
  const t = account.registration;
  const info = useQuery(registrationQuery);
  const [sent, setSent] = useState(false);
  const { run, busy, problem } = useSubmit();
  if (user.emailConfirmed !== false || !info.data?.verification) return null;
  const send = () => void run(async () => setSent(Boolean(await resendVerification(user.email))));
  return (
    <Notice
      tone="signal"
      className="mb-4 max-w-160"
      actions={
        <Button variant="outline" size="sm" disabled={busy || sent} onClick={send}>
          {t.resend}
        </Button>
      }
    >
      {problem ? problem.message : sent ? t.verify(user.email) : t.unproven}
    </Notice>
  );
}
