"""The Follow-ups screen: what is still to be done after the clients have gone."""
