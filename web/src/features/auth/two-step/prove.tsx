import { type ReactNode, useState } from "react";
import { Form } from "@/components/ui/form";
import { useSubmit } from "@/lib/use-submit";
import { account } from "@/texts/account";
import { text } from "@/texts/text";
import { PasswordField } from "../password-field";
import { CodeField } from "./code-field";

type Proof = { currentPassword: string; code: string };
type Props = {
  hint: string;
  submit: string;
  done: string;
  /** Where the second step is off, the password alone is asked for. */
  withCode?: boolean;
  danger?: boolean;
  children?: ReactNode;
  onProven: (proof: Proof) => Promise<unknown>;
  onCancel: () => void;
};

/** Asks for password and code, and does with them what takes both. */
export function Prove({ hint, submit, done, withCode = true, danger = false, children, onProven, onCancel }: Props) {
  const { run, busy, problem, errorOf } = useSubmit();
  const [values, setValues] = useState<Proof>({ currentPassword: "", code: "" });
  const [checked, setChecked] = useState(false);
  const code = values.code.trim();
  const send = async () => {
    setChecked(true);
    if (!busy && values.currentPassword && (code || !withCode)) await run(() => onProven({ ...values, code }), done);
  };
  const atPassword = problem?.code === "wrong-password" && problem.message;
  const atCode = problem?.code === "wrong-code" && problem.message;
  return (
    <Form
      submit={submit}
      danger={danger}
      busy={busy}
      problem={atPassword || atCode ? null : problem}
      onSubmit={() => void send()}
      onCancel={onCancel}
    >
      <p className="text-muted-foreground">{hint}</p>
      {children}
      <PasswordField
        label={account.password.current}
        autoComplete="current-password"
        value={values.currentPassword}
        onChange={(event) => setValues({ ...values, currentPassword: event.target.value })}
        error={checked && !values.currentPassword ? text.auth.required : atPassword || errorOf("currentPassword")}
      />
      {withCode && (
        <CodeField
          value={values.code}
          onChange={(event) => setValues({ ...values, code: event.target.value })}
          onSwitch={() => setValues({ ...values, code: "" })}
          error={checked && !code ? text.auth.required : atCode || errorOf("code")}
        />
      )}
    </Form>
  );
}
