-- Who holds a scope, without walking over everybody's grants: asked when somebody writes who has looked who can read.
CREATE INDEX scope_grant_by_scope ON scope_grant(scope);
