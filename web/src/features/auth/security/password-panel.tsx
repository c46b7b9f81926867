import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import { useUser } from "@/lib/permissions";
import { useSecondsUntil } from "@/lib/use-seconds-until";
import { useSubmit } from "@/lib/use-submit";
import { account } from "@/texts/account";
import { sso } from "@/texts/sso";
import { text } from "@/texts/text";
import { missing, PasswordField } from "../password-field";
import { linksQuery } from "../sso/api";
import { useDeviceChanges } from "./api";

const NOTHING = { current: "", next: "" };

export function PasswordPanel() {
  const t = account.password;
  const user = useUser();
  const links = useQuery(linksQuery);
  const first = links.data?.hasPassword === false;
  const { changePassword } = useDeviceChanges();
  const { run, busy, problem, errorOf } = useSubmit();
  const [values, setValues] = useState(NOTHING);
  const [checked, setChecked] = useState(false);
  const [done, setDone] = useState(false);
  const wait = useSecondsUntil(problem?.retryAt ?? null);
  const type = (part: Partial<typeof NOTHING>) => {
    setDone(false);
    setValues({ ...values, ...part });
  };
  const change = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (busy || (!first && !values.current) || missing(values.next)) return;
    const body = { currentPassword: first ? undefined : values.current, newPassword: values.next };
    if (!(await run(() => changePassword.mutateAsync(body), t.changed))) return;
    setValues(NOTHING);
    setChecked(false);
    setDone(true);
    void links.refetch();
  };
  const wrong = problem?.code === "wrong-password";
  const elsewhere = problem && !wrong && Object.keys(problem.fieldErrors).length === 0;
  return (
    <Panel title={t.title} hint={first ? sso.password.hint : t.hint}>
      <form noValidate className="max-w-96 space-y-4" aria-label={t.title} onSubmit={(event) => void change(event)}>
        {/* For password managers, which want to know whose it is. */}
        <input type="text" autoComplete="username" value={user?.userName ?? ""} readOnly hidden />
        {!first && (
          <PasswordField
            label={t.current}
            autoComplete="current-password"
            value={values.current}
            onChange={(event) => type({ current: event.target.value })}
            error={
              checked && !values.current ? text.auth.required : wrong ? problem.message : errorOf("currentPassword")
            }
          />
        )}
        <PasswordField
          label={t.next}
          autoComplete="new-password"
          hint={text.auth.passwordHint}
          value={values.next}
          onChange={(event) => type({ next: event.target.value })}
          error={(checked ? missing(values.next) : undefined) ?? errorOf("newPassword")}
        />
        {elsewhere && <Notice tone="danger">{wait > 0 ? text.app.tooMany(wait) : problem.message}</Notice>}
        {done && <Notice>{t.changed}</Notice>}
        <Button type="submit" disabled={busy || wait > 0}>
          {first ? sso.password.set : t.change}
        </Button>
      </form>
    </Panel>
  );
}
