import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import { loginWithNewPassword, type Step } from "../api";
import { AuthPage } from "../auth-page";
import { BackToLogin } from "../back-to-login";
import { missing, PasswordField } from "../password-field";
import { useAuthForm } from "../use-auth-form";

type Props = { ticket: string; onStep: (next: Step) => void; onBack: () => void };

/** What somebody sees who logs in with a temporary password. */
export function PasswordStep({ ticket, onStep, onBack }: Props) {
  const t = account.recovery;
  const { form, errors, problem, busy, onSubmit } = useAuthForm(
    (values) => ({ password: missing(values.password ?? "") }),
    async (values) => {
      const next = await loginWithNewPassword(ticket, values.password ?? "");
      if (next) onStep(next);
    },
  );
  const wait = useSecondsUntil(problem?.retryAt ?? null);
  return (
    <AuthPage title={t.ownTitle} hint={t.ownHint} footer={<BackToLogin onBack={onBack} />}>
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
          {t.setAndLogin}
        </Button>
      </form>
    </AuthPage>
  );
}
