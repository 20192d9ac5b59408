# State lies in a bucket made by hand once (docs/operations.md): `terraform init -backend-config=bucket=NAME`.
terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  backend "gcs" {
    prefix = "valorize/prod"
  }

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "= 6.50.0"
    }
    random = {
      source  = "hashicorp/random"
      version = "= 3.7.2"
    }
  }
}

# The budget's interface wants to know which project asks.
provider "google" {
  project               = var.project
  region                = var.region
  billing_project       = var.project
  user_project_override = true
}
