# Two buckets: `objects` for what the server keeps (statements to import, reports, snapshots), `assets` for public files the CDN serves.

data "google_project" "main" {
  project_id = var.project
}

resource "google_storage_bucket" "objects" {
  project                     = var.project
  name                        = "${var.project}-${var.name}-objects"
  location                    = var.location
  storage_class               = "STANDARD"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false
  labels                      = var.labels

  versioning {
    enabled = true
  }

  soft_delete_policy {
    retention_duration_seconds = var.soft_delete_days * 86400
  }

  dynamic "encryption" {
    for_each = var.kms_key == null ? [] : [var.kms_key]

    content {
      default_kms_key_name = encryption.value
    }
  }

  # A file to import has served when its job is done.
  lifecycle_rule {
    action {
      type = "Delete"
    }

    condition {
      age            = var.import_days
      matches_prefix = ["imports/"]
      with_state     = "LIVE"
    }
  }

  lifecycle_rule {
    action {
      type          = "SetStorageClass"
      storage_class = "NEARLINE"
    }

    condition {
      age            = 90
      matches_prefix = ["reports/"]
    }
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }

    condition {
      days_since_noncurrent_time = 30
      num_newer_versions         = 1
      with_state                 = "ARCHIVED"
    }
  }

  # Uploads that were broken off.
  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }

    condition {
      age = 1
    }
  }

  depends_on = [google_kms_crypto_key_iam_member.storage]
}

# Public on purpose: the interface's files, the same for everybody.
resource "google_storage_bucket" "assets" {
  project                     = var.project
  name                        = "${var.project}-${var.name}-assets"
  location                    = var.location
  storage_class               = "STANDARD"
  uniform_bucket_level_access = true
  public_access_prevention    = "inherited"
  force_destroy               = false
  labels                      = var.labels

  versioning {
    enabled = true
  }

  website {
    main_page_suffix = "index.html"
    not_found_page   = "index.html"
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }

    condition {
      num_newer_versions = 5
      with_state         = "ARCHIVED"
    }
  }
}

resource "google_storage_bucket_iam_member" "objects" {
  for_each = var.writers

  bucket = google_storage_bucket.objects.name
  role   = "roles/storage.objectUser"
  member = "serviceAccount:${each.value}"
}

resource "google_storage_bucket_iam_member" "public_assets" {
  bucket = google_storage_bucket.assets.name
  role   = "roles/storage.objectViewer"
  member = "allUsers"
}

resource "google_storage_bucket_iam_member" "deployer_assets" {
  bucket = google_storage_bucket.assets.name
  role   = "roles/storage.objectUser"
  member = "serviceAccount:${var.deployer}"
}

# Cloud Storage itself opens and closes with the key.
resource "google_kms_crypto_key_iam_member" "storage" {
  count = var.kms_key == null ? 0 : 1

  crypto_key_id = var.kms_key
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:service-${data.google_project.main.number}@gs-project-accounts.iam.gserviceaccount.com"
}
