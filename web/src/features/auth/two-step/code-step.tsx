import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import { loginWithCode, type Step } from "../api";
import { AuthPage } from "../auth-page";
import { BackToLogin } from "../back-to-login";
import { useAuthForm } from "../use-auth-form";
import { CodeField } from "./code-field";

type Props = { ticket: string; onStep: (next: Step) => void; onBack: () => void };

/** The second step of logging in. */
export function CodeStep({ ticket, onStep, onBack }: Props) {
  const t = account.twoStep;
  const [code, setCode] = useState("");
  const { form, errors, problem, busy, onSubmit } = useAuthForm(
    (values) => ({ code: values.code?.trim() ? undefined : text.auth.required }),
    async (values) => {
      const next = await loginWithCode(ticket, (values.code ?? "").trim());
      if (next) onStep(next);
    },
  );
  const wait = useSecondsUntil(problem?.retryAt ?? null);
  return (
    <AuthPage title={t.title} hint={t.loginHint} footer={<BackToLogin onBack={onBack} />}>
      <form ref={form} noValidate onSubmit={onSubmit} className="space-y-4">
        <CodeField
          focus
          name="code"
          value={code}
          onChange={(event) => setCode(event.target.value)}
          onSwitch={() => setCode("")}
          error={errors.code}
        />
        {problem && <Notice tone="danger">{wait > 0 ? text.app.tooMany(wait) : problem.message}</Notice>}
        <Button type="submit" className="w-full" disabled={busy || wait > 0}>
          {text.auth.login}
        </Button>
      </form>
    </AuthPage>
  );
}
