/** Sending what may end the connection: until it is answered, or is known to be the reason. */
import type { Session } from '../../../fixtures/session/session.ts';
import type { Answer } from '../../../fixtures/wire/answer.ts';
import { EnvironmentError } from '../../../fixtures/wire/errors.ts';

/** How often a request is sent anew that got no answer, each time with the transport's own attempts. */
const TRIES = 3;

/** How often it must have ended the connection, while another request was answered, to count as the reason; where others were known to before, once. */
const ENDS = 2;

/** What became of one variation on the wire. */
export type Sent = Answer | { readonly crash?: string };

export function isAnswer(sent: Sent): sent is Answer {
  return 'status' in sent;
}

/**
 * Sends a request until it is answered. One that gets no answer while a well-formed one gets one has ended the tenant's work on it:
 * that is no trouble of the network.
 * @param onLost called when an answer is lost: what was sent may have had its effect all the same
 */
export async function sendUntilAnswered(
  session: Session,
  send: () => Promise<Answer>,
  mayClose: boolean,
  onLost: () => void,
): Promise<Sent> {
  let ends = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof EnvironmentError) || error.final) throw error;
      onLost();
      if (error.isUnanswered && (await answersOthers(session))) ends += 1;
      if (ends > 0 && mayClose) return {};
      if (ends === (session.transport.isImpatient ? 1 : ENDS)) return { crash: error.detail };
      if (attempt === TRIES) throw error;
    }
  }
}

async function answersOthers({ api }: Session): Promise<boolean> {
  try {
    return (await api.list()).status < 500;
  } catch (error) {
    if (error instanceof EnvironmentError) return false;
    throw error;
  }
}
