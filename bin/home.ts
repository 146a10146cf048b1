/** To be imported before all else: Playwright asks for the home folder when it is loaded, and a user id without an entry has none, as in some containers. */
import { homedir, tmpdir } from 'node:os';

try {
  homedir();
} catch {
  process.env.HOME = tmpdir();
}
