import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Secret } from "@/components/ui/secret";
import { SelectField } from "@/components/ui/select-field";
import { Switch } from "@/components/ui/switch";
import { EXPIRIES, type Expiry, expiresAt } from "@/lib/expiry";
import { formatNumber } from "@/lib/format";
import { useSubmit } from "@/lib/use-submit";
import { sharing } from "@/texts/sharing";
import { type NewShare, useShareChanges } from "./api";

type Props = { conversation: { id: string; title: string | null }; onClose: () => void };

/** Makes a link and shows it, once. */
export default function ShareDialog({ conversation, onClose }: Props) {
  const t = sharing.share;
  const [made, setMade] = useState<NewShare | null>(null);
  return (
    <Dialog open keep={made !== null} onOpenChange={(now) => !now && onClose()} title={made ? t.made : t.title}>
      {made ? (
        <Secret label={t.address} hint={t.madeHint} copy={t.copy} value={made.url} onDone={onClose}>
          {made.omitted > 0 && <p className="text-sm text-muted-foreground">{t.omitted(formatNumber(made.omitted))}</p>}
        </Secret>
      ) : (
        <Form conversationId={conversation.id} onMade={setMade} onClose={onClose} />
      )}
    </Dialog>
  );
}

type FormProps = { conversationId: string; onMade: (share: NewShare) => void; onClose: () => void };

function Form({ conversationId, onMade, onClose }: FormProps) {
  const t = sharing.share;
  const { create } = useShareChanges();
  const { run, busy, problem } = useSubmit();
  const [expiry, setExpiry] = useState<Exclude<Expiry, "keep">>("month");
  const [requiresSignIn, setRequiresSignIn] = useState(false);
  const [includeThinking, setIncludeThinking] = useState(false);
  const [showName, setShowName] = useState(false);
  const make = async () => {
    const body = { conversationId, expiresAt: expiresAt(expiry), requiresSignIn, includeThinking, showName };
    await run(async () => onMade(await create.mutateAsync(body)));
  };
  return (
    <form
      className="space-y-5"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <p className="text-muted-foreground">{t.hint}</p>
      <SelectField
        label={t.expires}
        value={expiry}
        options={EXPIRIES}
        onChange={(event) => setExpiry(event.target.value as typeof expiry)}
      />
      <Switch label={t.signIn} hint={t.signInHint} checked={requiresSignIn} onChange={setRequiresSignIn} />
      <Switch label={t.thinking} checked={includeThinking} onChange={setIncludeThinking} />
      <Switch label={t.name} checked={showName} onChange={setShowName} />
      {problem && <Notice tone="danger">{problem.message}</Notice>}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Link to="/settings/links" onClick={onClose} className={buttonStyles({ variant: "quiet", className: "-ms-4" })}>
          {t.manage}
        </Link>
        <Button type="submit" disabled={busy}>
          {t.create}
        </Button>
      </div>
    </form>
  );
}
