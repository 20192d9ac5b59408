# The key under which hosted books' keys are kept, and who may read which secret.

locals {
  # 64 digits of base 16: the words below leave the generator nothing else.
  hexadecimal = "abcdef"
}

# Made once and kept in Secret Manager alone. A new value would close every hosted book, so its version never moves; docs/operations.md
# says how it is backed up.
ephemeral "random_password" "hosted_key" {
  length           = 64
  lower            = false
  upper            = false
  numeric          = true
  special          = true
  override_special = local.hexadecimal
}

resource "google_secret_manager_secret" "hosted_key" {
  project             = var.project
  secret_id           = "${var.name}-hosted-key"
  labels              = var.labels
  deletion_protection = var.deletion_protection

  replication {
    auto {}
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "google_secret_manager_secret_version" "hosted_key" {
  secret                 = google_secret_manager_secret.hosted_key.id
  secret_data_wo         = ephemeral.random_password.hosted_key.result
  secret_data_wo_version = 1
  deletion_policy        = "ABANDON"
}

locals {
  # By role, what it must read to start.
  readable = {
    relay  = [var.database_secret, var.redis_secret, var.authority_secret]
    api    = [var.database_secret, var.redis_secret, var.authority_secret, google_secret_manager_secret.hosted_key.secret_id]
    worker = [var.database_secret, var.redis_secret, var.authority_secret, google_secret_manager_secret.hosted_key.secret_id]
    admin  = [var.database_secret, var.authority_secret]
  }

  # Keys must be known before anything is made: the place in the list, not the secret's name.
  reads = merge([
    for role, secrets in local.readable : {
      for place, secret in secrets : "${role}/${place}" => { role = role, secret = secret }
    }
  ]...)
}

resource "google_secret_manager_secret_iam_member" "reader" {
  for_each = local.reads

  project   = var.project
  secret_id = each.value.secret
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:${var.accounts[each.value.role]}"
}
