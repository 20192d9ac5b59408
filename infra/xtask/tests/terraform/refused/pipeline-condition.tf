resource "google_iam_workload_identity_pool_provider" "main" { # here
  workload_identity_pool_id = var.pool
  workload_identity_pool_provider_id = "github"

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
