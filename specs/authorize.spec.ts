import { SCRIPTS, tellScriptedCreations, tellScriptedUpdates } from '../fixtures/stories/scripts.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('Redirect URIs that run scripts', () => {
  for (const script of SCRIPTS) {
    test(`are not created: ${script}`, covers('AUTHORIZE-01'), async ({ tell }) => {
      expect((await tell(tellScriptedCreations))[script]).toBeRefused();
    });

    test(`are not given by an update: ${script}`, covers('AUTHORIZE-02'), async ({ tell }) => {
      expect((await tell(tellScriptedUpdates))[script]).toBeRefused();
    });
  }
});
