# says: google must be pinned to "= 6.50.0"
terraform {
  required_providers {
    google = { # here
      source = "hashicorp/google"
      version = "~> 6.0"
    }
  }
}
