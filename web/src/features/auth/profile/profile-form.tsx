import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { SelectField } from "@/components/ui/select-field";
import { saveProfile } from "@/lib/profile";
import type { User } from "@/lib/session";
import { TIME_ZONES } from "@/lib/time-zone";
import { useSubmit } from "@/lib/use-submit";
import { account } from "@/texts/account";
import { text } from "@/texts/text";

const FIELDS = ["userName", "displayName", "timeZone"];

export function ProfileForm({ user }: { user: User }) {
  const t = account.profile;
  const { run, busy, problem, errorOf } = useSubmit();
  const [saved, setSaved] = useState(false);
  const [values, setValues] = useState({
    displayName: user.displayName ?? "",
    userName: user.userName,
    timeZone: user.timeZone ?? "",
  });
  const type = (part: Partial<typeof values>) => {
    setSaved(false);
    setValues({ ...values, ...part });
  };
  const next = {
    displayName: values.displayName.trim() || null,
    userName: values.userName.trim(),
    timeZone: values.timeZone || null,
  };
  const changed =
    next.displayName !== (user.displayName ?? null) ||
    next.userName !== user.userName ||
    next.timeZone !== (user.timeZone ?? null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || !changed || !next.userName) return;
    setSaved(await run(() => saveProfile(next), text.app.saved));
  };
  const zones = user.timeZone && !TIME_ZONES.includes(user.timeZone) ? [user.timeZone, ...TIME_ZONES] : TIME_ZONES;
  const atField = FIELDS.some((field) => errorOf(field)) || problem?.code === "user-name-taken";
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void save(event)}>
      <Field
        label={t.displayName}
        hint={t.displayNameHint}
        value={values.displayName}
        maxLength={100}
        autoComplete="name"
        dir="auto"
        onChange={(event) => type({ displayName: event.target.value })}
        error={errorOf("displayName")}
      />
      <Field
        label={text.settings.userName}
        value={values.userName}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => type({ userName: event.target.value })}
        error={
          values.userName.trim() === ""
            ? text.auth.required
            : (errorOf("userName") ?? (problem?.code === "user-name-taken" ? problem.message : undefined))
        }
      />
      <SelectField
        label={t.timeZone}
        hint={t.timeZoneHint}
        value={values.timeZone}
        onChange={(event) => type({ timeZone: event.target.value })}
        options={[
          { value: "", label: t.ofDevice },
          ...zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
        ]}
        error={errorOf("timeZone")}
      />
      {problem && !atField && <Notice tone="danger">{problem.message}</Notice>}
      <Button type="submit" disabled={!changed || busy}>
        {saved && !changed ? text.app.saved : text.app.save}
      </Button>
    </form>
  );
}
