import { Suspense, useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Form } from "@/components/ui/form";
import { lazy } from "@/lib/lazy";
import { useSubmit } from "@/lib/use-submit";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import { PasswordField } from "../password-field";
import { type TotpBegun, useTotp } from "./api";
import { CodeField } from "./code-field";
import { RecoveryCodes } from "./recovery-codes";

const QrCode = lazy(() => import("./qr-code"));

/** Password, then the app and a code of it, then the recovery codes. */
export function SetUp({ onDone }: { onDone: () => void }) {
  const [begun, setBegun] = useState<TotpBegun | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (begun) return <WithApp begun={begun} onConfirmed={setCodes} onCancel={onDone} />;
  return <WithPassword onBegun={setBegun} onCancel={onDone} />;
}

function WithPassword({ onBegun, onCancel }: { onBegun: (begun: TotpBegun) => void; onCancel: () => void }) {
  const t = account.twoStep;
  const { begin } = useTotp();
  const { run, busy, problem, errorOf } = useSubmit();
  const [password, setPassword] = useState("");
  const [checked, setChecked] = useState(false);
  const send = async () => {
    setChecked(true);
    if (!busy && password) await run(async () => onBegun(await begin.mutateAsync(password)));
  };
  const wrong = problem?.code === "wrong-password";
  return (
    <Form submit={t.next} busy={busy} problem={wrong ? null : problem} onSubmit={() => void send()} onCancel={onCancel}>
      <p className="text-muted-foreground">{t.passwordHint}</p>
      <PasswordField
        label={account.password.current}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={checked && !password ? text.auth.required : wrong ? problem.message : errorOf("currentPassword")}
      />
    </Form>
  );
}

type AppProps = { begun: TotpBegun; onConfirmed: (codes: string[]) => void; onCancel: () => void };

function WithApp({ begun, onConfirmed, onCancel }: AppProps) {
  const t = account.twoStep;
  const { confirm } = useTotp();
  const { run, busy, problem, errorOf } = useSubmit();
  const [code, setCode] = useState("");
  const [checked, setChecked] = useState(false);
  const send = async () => {
    setChecked(true);
    if (busy || !code.trim()) return;
    await run(async () => onConfirmed((await confirm.mutateAsync(code.trim())).recoveryCodes), t.turnedOn);
  };
  const wrong = problem?.code === "wrong-code";
  const spaced = begun.secret.replace(/.{4}(?=.)/g, "$& ");
  return (
    <Form
      submit={t.turnOn}
      busy={busy}
      problem={wrong ? null : problem}
      onSubmit={() => void send()}
      onCancel={onCancel}
    >
      <p className="text-muted-foreground">{t.scan}</p>
      <div className="grid place-items-center">
        <Suspense fallback={<div aria-hidden className="size-48 rounded-lg bg-muted" />}>
          <QrCode value={begun.uri} label={t.qrCode} />
        </Suspense>
      </div>
      <div>
        <p className="text-sm text-muted-foreground">{t.orType}</p>
        <div className="mt-1 flex items-center justify-between gap-2 rounded-lg border bg-muted/50 ps-3 pe-1">
          <code dir="ltr" className="py-2 font-mono text-sm">
            {spaced}
          </code>
          <CopyButton label={t.copySecret} value={begun.secret} />
        </div>
      </div>
      <CodeField
        focus
        value={code}
        onChange={(event) => setCode(event.target.value)}
        error={checked && !code.trim() ? text.auth.required : wrong ? problem.message : errorOf("code")}
      />
    </Form>
  );
}
