import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { announce } from "@/lib/announcer";
import { ApiError } from "@/lib/api-error";
import type { User } from "@/lib/session";
import { locale } from "@/texts/language";
import { text } from "@/texts/text";
import { changeUserName } from "./api";

export function AccountSettings({ user }: { user: User }) {
  const [name, setName] = useState(user.userName);
  const [state, setState] = useState<{ busy?: boolean; saved?: boolean; error?: string }>({});
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setState({ busy: true });
    try {
      await changeUserName(name.trim());
      setState({ saved: true });
      announce(text.app.saved);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setState({ error: error.fieldErrors.userName?.join(" ") ?? error.message });
    }
  };
  const changed = name.trim() !== "" && name.trim() !== user.userName;
  return (
    <div className="space-y-5">
      <form className="flex items-end gap-2" onSubmit={(event) => void save(event)}>
        <Field
          className="flex-1"
          label={text.settings.userName}
          value={name}
          autoComplete="username"
          spellCheck={false}
          onChange={(event) => {
            setName(event.target.value);
            setState({});
          }}
          error={state.error}
        />
        <Button type="submit" variant="outline" className="h-11" disabled={!changed || state.busy}>
          {state.saved && !changed ? text.app.saved : text.app.save}
        </Button>
      </form>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        <dt className="text-muted-foreground">{text.settings.email}</dt>
        <dd className="[overflow-wrap:anywhere]">{user.email}</dd>
        {user.roles.length > 0 && (
          <>
            <dt className="text-muted-foreground">{text.settings.roles}</dt>
            <dd>{user.roles.join(", ")}</dd>
          </>
        )}
        <dt className="text-muted-foreground">{text.settings.since}</dt>
        <dd>{new Date(user.createdAt).toLocaleDateString(locale, { dateStyle: "long" })}</dd>
      </dl>
    </div>
  );
}
