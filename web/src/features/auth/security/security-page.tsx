import { useUser } from "@/lib/permissions";
import { usePageTitle } from "@/lib/use-page-title";
import { manage } from "@/texts/manage";
import { PasskeysPanel } from "../passkeys/passkeys-panel";
import { DeletePanel } from "../removal/delete-panel";
import { LinkedLogins } from "../sso/linked-logins";
import { TwoStepPanel } from "../two-step/two-step-panel";
import { Devices } from "./devices";
import { EmailPanel } from "./email-panel";
import { PasswordPanel } from "./password-panel";

export function SecurityPage() {
  usePageTitle(manage.areas.security);
  const user = useUser();
  return (
    <>
      <PasswordPanel />
      <TwoStepPanel />
      <PasskeysPanel />
      <LinkedLogins />
      <Devices />
      {user && <EmailPanel key={user.id} user={user} />}
      <DeletePanel />
    </>
  );
}
